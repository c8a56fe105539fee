<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>ExportPicture</name>
        <message>
            <source>%1: pictures are written as .png; %2 is not made by this version</source>
            <translation>%1：图片写为 .png；此版本不生成 %2</translation>
        </message>
        <message>
            <source>%1: the folder %2 does not exist or cannot be written to</source>
            <translation>%1：文件夹 %2 不存在或不可写</translation>
        </message>
        <message>
            <source>drawing needs an X display, and there is none here; run it as: xvfb-run -a foldmeter-workbench --export FILE RUN</source>
            <translation>绘图需要 X 显示，而这里没有；请这样运行：xvfb-run -a foldmeter-workbench --export FILE RUN</translation>
        </message>
        <message>
            <source>%1 holds no finished sample</source>
            <translation>%1 中没有完成的样本</translation>
        </message>
        <message>
            <source>%1 could not be written</source>
            <translation>%1 无法写入</translation>
        </message>
    </context>
    <context>
        <name>ExportReport</name>
        <message>
            <source>Web page (*.html);;PDF (*.pdf);;Markdown (*.md);;Table (*.csv);;JSON (*.json);;Google Benchmark (*.gbench.json);;hyperfine (*.hyperfine.json);;Chrome trace (*.trace.json);;Perfetto trace (*.pftrace)</source>
            <translation>网页 (*.html);;PDF (*.pdf);;Markdown (*.md);;表格 (*.csv);;JSON (*.json);;Google Benchmark (*.gbench.json);;hyperfine (*.hyperfine.json);;Chrome 跟踪 (*.trace.json);;Perfetto 跟踪 (*.pftrace)</translation>
        </message>
    </context>
    <context>
        <name>Interactions</name>
        <message>
            <source>hydrogen bond</source>
            <translation>氢键</translation>
        </message>
        <message>
            <source>clash</source>
            <translation>冲突</translation>
        </message>
        <message>
            <source>measurement</source>
            <translation>测量</translation>
        </message>
        <message>
            <source>contact</source>
            <translation>接触</translation>
        </message>
    </context>
    <context>
        <name>Openable</name>
        <message>
            <source>there is no such file, folder or run</source>
            <translation>没有这样的文件、文件夹或运行</translation>
        </message>
        <message>
            <source>neither a prediction's folder nor a folder of such; a job's folder holds files such as NAME_model.cif</source>
            <translation>既不是预测的文件夹，也不是这类文件夹的上级；任务文件夹含有 NAME_model.cif 之类的文件</translation>
        </message>
        <message>
            <source>by its name this is a timeline, but it holds neither a Foldmeter timeline nor a Chrome or Perfetto trace</source>
            <translation>按名字这是时间线，但其中既没有 Foldmeter 时间线，也没有 Chrome 或 Perfetto 跟踪</translation>
        </message>
        <message>
            <source>files of this kind are not opened by this version</source>
            <translation>此版本不打开这类文件</translation>
        </message>
    </context>
    <context>
        <name>Place</name>
        <message>
            <source>seed %1</source>
            <translation>种子 %1</translation>
        </message>
        <message>
            <source>recycle %1</source>
            <translation>循环 %1</translation>
        </message>
        <message>
            <source>step %1</source>
            <translation>步 %1</translation>
        </message>
        <message>
            <source>sample %1</source>
            <translation>样本 %1</translation>
        </message>
    </context>
    <context>
        <name>PreflightCard</name>
        <message>
            <source>It takes %1 of the free memory; close what you do not need.</source>
            <translation>它占用空闲内存的 %1；请关闭不需要的程序。</translation>
        </message>
        <message>
            <source>It does not fit: %1 more would have to be free.</source>
            <translation>放不下：还须空出 %1。</translation>
        </message>
        <message>
            <source>Up to %1 tokens fit here; this job has %2.</source>
            <translation>这里最多放下 %1 个 token；此任务有 %2 个。</translation>
        </message>
        <message>
            <source>One sample at a time needs less.</source>
            <translation>一次一个样本需要的内存更少。</translation>
        </message>
        <message>
            <source>One at a time</source>
            <translation>一次一个</translation>
        </message>
        <message>
            <source>A memory limit of %1 computes long arrays in chunks; slower, same result.</source>
            <translation>%1 的内存限制使长数组分块计算；较慢，结果相同。</translation>
        </message>
        <message>
            <source>Set the limit</source>
            <translation>设置限制</translation>
        </message>
        <message>
            <source>Compiling takes about %1 of it, once; later runs find the code in the cache.</source>
            <translation>其中约 %1 用于编译，只有一次；以后的运行在缓存中找到代码。</translation>
        </message>
        <message>
            <source>The cache is off: everything is compiled anew in every run.</source>
            <translation>缓存已关闭：每次运行都重新编译。</translation>
        </message>
        <message>
            <source>Use the cache</source>
            <translation>使用缓存</translation>
        </message>
        <message>
            <source>It may run for %1; a notification comes when it ends.</source>
            <translation>它可能运行 %1；结束时会有通知。</translation>
        </message>
        <message>
            <source>Padding makes %2 tokens of %1: up to %3 the work of a pair.</source>
            <translation>填充使 %1 个 token 变为 %2 个：每对的工作最多为 %3。</translation>
        </message>
        <message>
            <source>No padding</source>
            <translation>不填充</translation>
        </message>
        <message>
            <source>%1 of %2 free</source>
            <translation>%1，空闲 %2</translation>
        </message>
        <message>
            <source>no forecast yet: it is learnt from runs</source>
            <translation>尚无预测：它从运行中学得</translation>
        </message>
        <message>
            <source>%1 to %2</source>
            <translation>%1 至 %2</translation>
        </message>
        <message>
            <source>off</source>
            <translation>关</translation>
        </message>
        <message>
            <source>%1 of %2 programs</source>
            <translation>%2 个程序中的 %1 个</translation>
        </message>
        <message>
            <source>Nothing stands in the way.</source>
            <translation>没有任何障碍。</translation>
        </message>
    </context>
    <context>
        <name>SampleComparison</name>
        <message>
            <source>what it is to be laid on could not be read</source>
            <translation>无法读取要叠合到的结构</translation>
        </message>
        <message>
            <source>seed %1, sample %2</source>
            <translation>种子 %1，样本 %2</translation>
        </message>
    </context>
    <context>
        <name>SpanWords</name>
        <message>
            <source>All that one seed takes: trunk, diffusion, confidence and scores.</source>
            <translation>一个种子的全部用时：主干、扩散、置信度和得分。</translation>
        </message>
        <message>
            <source>The input embedded, once a seed.</source>
            <translation>嵌入输入，每个种子一次。</translation>
        </message>
        <message>
            <source>One pass through the trunk; each recycle starts from the last one's result.</source>
            <translation>主干的一次运行；每次循环从上一次的结果开始。</translation>
        </message>
        <message>
            <source>The distances between tokens, predicted once a seed.</source>
            <translation>预测标记间的距离，每个种子一次。</translation>
        </message>
        <message>
            <source>What the denoiser needs and what no step changes, computed once a seed.</source>
            <translation>去噪器需要而各步不变的部分，每个种子计算一次。</translation>
        </message>
        <message>
            <source>One diffusion step: the denoiser runs once for all samples of the seed.</source>
            <translation>一个扩散步：去噪器为该种子的全部样本运行一次。</translation>
        </message>
        <message>
            <source>pLDDT, PAE and the other confidences of one sample.</source>
            <translation>一个样本的 pLDDT、PAE 和其他置信度。</translation>
        </message>
        <message>
            <source>The scores of one sample from its confidences.</source>
            <translation>由置信度得出的一个样本的得分。</translation>
        </message>
        <message>
            <source>The text of one sample's files.</source>
            <translation>一个样本的文件内容。</translation>
        </message>
        <message>
            <source>The files of a seed written.</source>
            <translation>写出一个种子的文件。</translation>
        </message>
        <message>
            <source>What the network reads of the input, with the conformers of this seed.</source>
            <translation>网络从输入读取的内容，含此种子的构象。</translation>
        </message>
        <message>
            <source>Reference conformers of residues and ligands, embedded in space.</source>
            <translation>残基和配体的参考构象，嵌入空间。</translation>
        </message>
        <message>
            <source>The weight file mapped and checked.</source>
            <translation>映射并检查权重文件。</translation>
        </message>
        <message>
            <source>Weights put in the order that the kernels read them in.</source>
            <translation>按内核读取的顺序排列权重。</translation>
        </message>
        <message>
            <source>Machine code looked for in the compile cache.</source>
            <translation>在编译缓存中查找机器码。</translation>
        </message>
        <message>
            <source>The lowered program looked for in the compile cache.</source>
            <translation>在编译缓存中查找降级后的程序。</translation>
        </message>
        <message>
            <source>Kernels compiled to machine code.</source>
            <translation>把内核编译为机器码。</translation>
        </message>
        <message>
            <source>A program made: from the cache, or traced, optimised and lowered.</source>
            <translation>生成一个程序：取自缓存，或经跟踪、优化和降级。</translation>
        </message>
        <message>
            <source>Sizes meet the program: memory laid out, library calls prepared.</source>
            <translation>把大小代入程序：安排内存，准备库调用。</translation>
        </message>
        <message>
            <source>The prediction waits for a program that another thread makes.</source>
            <translation>预测等待另一线程生成的程序。</translation>
        </message>
        <message>
            <source>The prediction waits for weights that another thread reads.</source>
            <translation>预测等待另一线程读取的权重。</translation>
        </message>
        <message>
            <source>Candidates of a program's kernels timed with the real sizes.</source>
            <translation>以实际大小为程序内核的候选计时。</translation>
        </message>
        <message>
            <source>The candidates of one kernel timed against each other; the times stand below.</source>
            <translation>一个内核的各候选相互计时；时间列在下面。</translation>
        </message>
    </context>
    <context>
        <name>TimelineExport</name>
        <message>
            <source>%1: a timeline is written as .png, .svg, .trace.json (Chrome), .pftrace (Perfetto), .timeline or .tsv (the table); the name's ending says which</source>
            <translation>%1：时间线可写为 .png、.svg、.trace.json（Chrome）、.pftrace（Perfetto）、.timeline 或 .tsv（表格）；由名字的结尾决定</translation>
        </message>
    </context>
    <context>
        <name>TimelineKeys</name>
        <message>
            <source>Zoom in</source>
            <translation>放大</translation>
        </message>
        <message>
            <source>Zoom in, at the pointer</source>
            <translation>在指针处放大</translation>
        </message>
        <message>
            <source>Zoom out</source>
            <translation>缩小</translation>
        </message>
        <message>
            <source>Zoom out, at the pointer</source>
            <translation>在指针处缩小</translation>
        </message>
        <message>
            <source>Pan to earlier</source>
            <translation>移向更早</translation>
        </message>
        <message>
            <source>Pan to later</source>
            <translation>移向更晚</translation>
        </message>
        <message>
            <source>Fit the selection</source>
            <translation>适合所选</translation>
        </message>
        <message>
            <source>Fit the selected spans or the measured range; again, or without one: the whole run</source>
            <translation>适合所选时间段或测量的范围；再按一次或没有时：整个运行</translation>
        </message>
        <message>
            <source>Fit the whole run</source>
            <translation>适合整个运行</translation>
        </message>
        <message>
            <source>Previous span of the row</source>
            <translation>行中上一个时间段</translation>
        </message>
        <message>
            <source>Previous span of the row (also the left arrow)</source>
            <translation>行中上一个时间段（也可用左箭头）</translation>
        </message>
        <message>
            <source>Next span of the row</source>
            <translation>行中下一个时间段</translation>
        </message>
        <message>
            <source>Next span of the row (also the right arrow)</source>
            <translation>行中下一个时间段（也可用右箭头）</translation>
        </message>
        <message>
            <source>Measure the selected spans</source>
            <translation>测量所选时间段</translation>
        </message>
        <message>
            <source>Measure from the first to the last selected span: the tables then show that range</source>
            <translation>从第一个到最后一个所选时间段测量：表格随后显示该范围</translation>
        </message>
        <message>
            <source>Set a mark</source>
            <translation>设置标记</translation>
        </message>
        <message>
            <source>Mark the measured range, the selected span, or the cursor</source>
            <translation>标记测量的范围、所选时间段或光标</translation>
        </message>
        <message>
            <source>Remove all marks</source>
            <translation>移除全部标记</translation>
        </message>
        <message>
            <source>Previous mark</source>
            <translation>上一个标记</translation>
        </message>
        <message>
            <source>Next mark</source>
            <translation>下一个标记</translation>
        </message>
        <message>
            <source>Pin the row, or let it go</source>
            <translation>固定此行，或取消</translation>
        </message>
        <message>
            <source>Pin the row of the selected span to the top, or let it go (also a click on its name)</source>
            <translation>把所选时间段的行固定在顶部，或取消（也可点击其名称）</translation>
        </message>
        <message>
            <source>Let all pinned rows go</source>
            <translation>取消全部固定的行</translation>
        </message>
        <message>
            <source>Search spans</source>
            <translation>搜索时间段</translation>
        </message>
        <message>
            <source>Search: a part of a name or module, or step=12</source>
            <translation>搜索：名称或模块的一部分，或 step=12</translation>
        </message>
        <message>
            <source>Next span found</source>
            <translation>下一个找到的时间段</translation>
        </message>
        <message>
            <source>Previous span found</source>
            <translation>上一个找到的时间段</translation>
        </message>
        <message>
            <source>Show flows as arrows</source>
            <translation>以箭头显示流</translation>
        </message>
        <message>
            <source>Show flows as arrows: of the selected spans, else of those in view</source>
            <translation>以箭头显示流：所选时间段的，否则可见的</translation>
        </message>
        <message>
            <source>Show the keys of the timeline</source>
            <translation>显示时间线的按键</translation>
        </message>
        <message>
            <source>Clear selection and range</source>
            <translation>清除选择和范围</translation>
        </message>
        <message>
            <source>Wheel</source>
            <translation>滚轮</translation>
        </message>
        <message>
            <source>Zoom at the pointer; Shift: pan, Ctrl: scroll the rows</source>
            <translation>在指针处缩放；Shift：平移，Ctrl：滚动各行</translation>
        </message>
        <message>
            <source>Click</source>
            <translation>单击</translation>
        </message>
        <message>
            <source>Select a span (Ctrl: one more) and show what it computed</source>
            <translation>选择时间段（Ctrl：再加一个）并显示其计算内容</translation>
        </message>
        <message>
            <source>Double click</source>
            <translation>双击</translation>
        </message>
        <message>
            <source>Zoom to the span</source>
            <translation>缩放到时间段</translation>
        </message>
        <message>
            <source>Drag</source>
            <translation>拖动</translation>
        </message>
        <message>
            <source>Measure a range: the tables show it</source>
            <translation>测量范围：由表格显示</translation>
        </message>
        <message>
            <source>The ruler</source>
            <translation>标尺</translation>
        </message>
        <message>
            <source>Click or drag it: move the time cursor</source>
            <translation>单击或拖动：移动时间光标</translation>
        </message>
        <message>
            <source>Headers</source>
            <translation>组标题</translation>
        </message>
        <message>
            <source>Click one: fold the group, or open it</source>
            <translation>单击：折叠或展开该组</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::app::ComparePage</name>
        <message>
            <source>Nothing to compare yet</source>
            <translation>还没有可比较的内容</translation>
        </message>
        <message>
            <source>Choose two or more runs of the history and press Compare, or let a matrix of settings run.</source>
            <translation>从历史中选择两个或更多运行并点击“比较”，或让一个设置矩阵运行。</translation>
        </message>
        <message>
            <source>Show the runs</source>
            <translation>显示运行</translation>
        </message>
        <message>
            <source>Comparison</source>
            <translation>比较</translation>
        </message>
        <message>
            <source>Timelines</source>
            <translation>时间线</translation>
        </message>
        <message>
            <source>Matrix of settings</source>
            <translation>设置矩阵</translation>
        </message>
        <message>
            <source>&amp;Baseline</source>
            <translation>基准(&amp;B)</translation>
        </message>
        <message>
            <source>Baseline</source>
            <translation>基准</translation>
        </message>
        <message>
            <source>Run of the baseline that is seen</source>
            <translation>所看的基准运行</translation>
        </message>
        <message>
            <source>&amp;Beside it</source>
            <translation>对照(&amp;B)</translation>
        </message>
        <message>
            <source>Run beside the baseline</source>
            <translation>与基准并列的运行</translation>
        </message>
        <message>
            <source>Run beside it that is seen</source>
            <translation>所看的旁边的运行</translation>
        </message>
        <message>
            <source>Which input and repeat is seen in the structures and the timelines</source>
            <translation>在结构和时间线中看哪个输入和哪次重复</translation>
        </message>
        <message>
            <source>Comparing the runs</source>
            <translation>正在比较运行</translation>
        </message>
        <message>
            <source>The runs cannot be compared</source>
            <translation>无法比较这些运行</translation>
        </message>
        <message>
            <source>Their folders are as they were.</source>
            <translation>它们的文件夹没有改动。</translation>
        </message>
        <message>
            <source>No seed and sample was run on both sides.</source>
            <translation>没有在两边都运行过的种子和样本。</translation>
        </message>
        <message>
            <source>%1, %2</source>
            <translation>%1，%2</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::app::ContactsPane</name>
        <message>
            <source>Contacts, hydrogen bonds and clashes</source>
            <translation>接触、氢键和冲突</translation>
        </message>
        <message>
            <source>kind</source>
            <translation>种类</translation>
        </message>
        <message>
            <source>atom</source>
            <translation>原子</translation>
        </message>
        <message>
            <source>of a hydrogen bond: the donor</source>
            <translation>氢键：供体</translation>
        </message>
        <message>
            <source>of a hydrogen bond: the acceptor</source>
            <translation>氢键：受体</translation>
        </message>
        <message>
            <source>distance</source>
            <translation>距离</translation>
        </message>
        <message>
            <source>between the atoms' centres, Å</source>
            <translation>原子中心之间，Å</translation>
        </message>
        <message>
            <source>overlap</source>
            <translation>重叠</translation>
        </message>
        <message>
            <source>of their van der Waals spheres, Å; negative: they do not touch</source>
            <translation>范德华球的重叠，Å；负值：不相接触</translation>
        </message>
        <message>
            <source>Measurements</source>
            <translation>测量结果</translation>
        </message>
        <message>
            <source>measured</source>
            <translation>测量</translation>
        </message>
        <message>
            <source>value</source>
            <translation>值</translation>
        </message>
        <message>
            <source>atoms</source>
            <translation>原子</translation>
        </message>
        <message>
            <source>of the selection</source>
            <translation>（所选部分）</translation>
        </message>
        <message>
            <source>of the whole structure</source>
            <translation>（整个结构）</translation>
        </message>
        <message>
            <source>None found %1.</source>
            <translation>没有找到%1。</translation>
        </message>
        <message>
            <source>Switch on what is to be drawn. With a selection it is the selection's, else the whole structure's.</source>
            <translation>打开要绘制的内容。有选择时为所选部分的，否则为整个结构的。</translation>
        </message>
        <message>
            <source>%1 %2; %3 more are not listed. Select residues to see theirs.</source>
            <translation>%1 个%2；另有 %3 个未列出。选择残基可查看其接触。</translation>
        </message>
        <message>
            <source>%1 %2</source>
            <translation>%1 %2</translation>
        </message>
        <message>
            <source>angle</source>
            <translation>角</translation>
        </message>
        <message>
            <source>dihedral angle</source>
            <translation>二面角</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::app::DockPage</name>
        <message>
            <source>View</source>
            <translation>视图</translation>
        </message>
        <message>
            <source>Pane %1</source>
            <translation>面板 %1</translation>
        </message>
        <message>
            <source>Shows or hides this pane</source>
            <translation>显示或隐藏此面板</translation>
        </message>
        <message>
            <source>Hide %1</source>
            <translation>隐藏%1</translation>
        </message>
        <message>
            <source>Show %1</source>
            <translation>显示%1</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::app::ExportBar</name>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Pictures made</source>
            <translation>已生成的图片</translation>
        </message>
        <message>
            <source>Making pictures: %1 %</source>
            <translation>正在生成图片：%1 %</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::app::ExportDialog</name>
        <message>
            <source> pixels</source>
            <translation> 像素</translation>
        </message>
        <message>
            <source>Width</source>
            <translation>宽度</translation>
        </message>
        <message>
            <source>Height</source>
            <translation>高度</translation>
        </message>
        <message>
            <source>Transparent ground</source>
            <translation>透明背景</translation>
        </message>
        <message>
            <source>With legend and labels</source>
            <translation>带图例和标签</translation>
        </message>
        <message>
            <source>Export a picture</source>
            <translation>导出图片</translation>
        </message>
        <message>
            <source>Export a spinning film</source>
            <translation>导出旋转影片</translation>
        </message>
        <message>
            <source>Export the diffusion as a film</source>
            <translation>将扩散过程导出为影片</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>As the view</source>
            <translation>与视图相同</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>Pictures in a turn</source>
            <translation>一周的图片数</translation>
        </message>
        <message>
            <source>%1: one a step, and the finished sample</source>
            <translation>%1：每步一张，加上完成的样本</translation>
        </message>
        <message>
            <source>Name the file…</source>
            <translation>指定文件…</translation>
        </message>
        <message>
            <source>Name the folder…</source>
            <translation>指定文件夹…</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::app::HelpPane</name>
        <message>
            <source>Help page</source>
            <translation>帮助页</translation>
        </message>
        <message>
            <source>Help</source>
            <translation>帮助</translation>
        </message>
        <message>
            <source>There is no help page “%1”: the help pages were not found in the program's resources.</source>
            <translation>没有帮助页“%1”：在程序的资源中没有找到帮助页。</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>快捷键</translation>
        </message>
        <message>
            <source>What they do</source>
            <translation>作用</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::app::LinkedStructures</name>
        <message>
            <source>Structure</source>
            <translation>结构</translation>
        </message>
        <message>
            <source>Seed %1, sample %2: RMSD %3 Å over %4 atoms, lDDT %5, pLDDT %6, PAE %7. Two seeds of one run usually lie further apart; this is no distance to the truth.</source>
            <translation>种子 %1，样本 %2：%4 个原子的 RMSD 为 %3 Å，lDDT %5，pLDDT %6，PAE %7。同一次运行的两个种子通常相差更大；这不是与真实结构的距离。</translation>
        </message>
        <message>
            <source>%1 Å apart</source>
            <translation>相差 %1 Å</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::app::LiveLine</name>
        <message>
            <source>The engine starts</source>
            <translation>引擎正在启动</translation>
        </message>
        <message>
            <source>Held</source>
            <translation>已暂停</translation>
        </message>
        <message numerus="yes">
            <source>%n sample(s) finished</source>
            <translation>
                <numerusform>已完成 %n 个样本</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>foldmeter::app::MainWindow</name>
        <message>
            <source>Foldmeter</source>
            <translation>Foldmeter</translation>
        </message>
        <message>
            <source>The job “%1” is not saved.</source>
            <translation>任务“%1”尚未保存。</translation>
        </message>
        <message>
            <source>What was written in it is lost when the window closes without saving.</source>
            <translation>若不保存就关闭窗口，其中所写内容将丢失。</translation>
        </message>
        <message>
            <source>Don't save</source>
            <translation>不保存</translation>
        </message>
        <message>
            <source>Selection</source>
            <translation>选择</translation>
        </message>
        <message>
            <source>The model the examples are predicted with; a job can name another in its settings.</source>
            <translation>用来预测示例的模型；任务可在其设置中指定另一个。</translation>
        </message>
        <message>
            <source>This machine</source>
            <translation>本机</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>编辑</translation>
        </message>
        <message>
            <source>Paste as a job</source>
            <translation>粘贴为任务</translation>
        </message>
        <message>
            <source>the clipboard holds no text and no file</source>
            <translation>剪贴板中没有文本，也没有文件</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message numerus="yes">
            <source>%n run(s) entered in the history</source>
            <translation>
                <numerusform>历史中记入了 %n 次运行</numerusform>
            </translation>
        </message>
        <message>
            <source>The history cannot be used</source>
            <translation>历史无法使用</translation>
        </message>
        <message>
            <source>Runs are made all the same; they are not entered.</source>
            <translation>运行照常进行，只是不记入历史。</translation>
        </message>
        <message>
            <source>no runs are compared</source>
            <translation>没有正在比较的运行</translation>
        </message>
        <message>
            <source>no run is open</source>
            <translation>没有打开的运行</translation>
        </message>
        <message>
            <source>the open run has no timing file: it runs still, or another program made it</source>
            <translation>打开的运行没有计时文件：它仍在运行，或由其他程序生成</translation>
        </message>
        <message>
            <source>%1: written</source>
            <translation>%1：已写入</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>%1 failed: %2</source>
            <translation>%1 失败：%2</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>日志</translation>
        </message>
        <message>
            <source>Help</source>
            <translation>帮助</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>队列</translation>
        </message>
        <message>
            <source>Preferences</source>
            <translation>偏好设置</translation>
        </message>
        <message>
            <source>Text is small on this screen: a scale of %1 % fits it better.</source>
            <translation>此屏幕上文字偏小：%1 % 的缩放更合适。</translation>
        </message>
        <message>
            <source>Restart with %1 %</source>
            <translation>以 %1 % 重新启动</translation>
        </message>
        <message>
            <source>What is written in the job cannot be kept: %1</source>
            <translation>任务中所写内容无法保留：%1</translation>
        </message>
        <message>
            <source>A job was being written when the window ended unasked; it was kept.</source>
            <translation>窗口意外结束时有一个任务正在编写；它已被保留。</translation>
        </message>
        <message>
            <source>Bring it back</source>
            <translation>恢复</translation>
        </message>
        <message>
            <source>A matrix of settings runs: the language changes at the next start.</source>
            <translation>设置矩阵正在运行：下次启动时才更换语言。</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>View</source>
            <translation>视图</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>运行</translation>
        </message>
        <message>
            <source>Open…</source>
            <translation>打开…</translation>
        </message>
        <message>
            <source>Open a job, a timeline or a file of a run</source>
            <translation>打开任务、时间线或运行的文件</translation>
        </message>
        <message>
            <source>Open a run's folder…</source>
            <translation>打开运行的文件夹…</translation>
        </message>
        <message>
            <source>Open a prediction's folder</source>
            <translation>打开一次预测的文件夹</translation>
        </message>
        <message>
            <source>Export report…</source>
            <translation>导出报告…</translation>
        </message>
        <message>
            <source>As a web page, PDF, table, or for other programs: of the comparison, else of the open run.</source>
            <translation>导出为网页、PDF、表格或供其他程序使用：比较的报告，否则为打开的运行的报告。</translation>
        </message>
        <message>
            <source>Export report</source>
            <translation>导出报告</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>退出</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>there is nothing to undo</source>
            <translation>没有可撤销的</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>重做</translation>
        </message>
        <message>
            <source>there is nothing to redo</source>
            <translation>没有可重做的</translation>
        </message>
        <message>
            <source>Copy the last action as a command</source>
            <translation>把上一个动作复制为命令</translation>
        </message>
        <message>
            <source>nothing was done yet that has a command line</source>
            <translation>还没有做过带命令行的事</translation>
        </message>
        <message>
            <source>Clear the selection</source>
            <translation>清除选择</translation>
        </message>
        <message>
            <source>nothing is selected</source>
            <translation>没有选择任何内容</translation>
        </message>
        <message>
            <source>The next start takes it.</source>
            <translation>下次启动时生效。</translation>
        </message>
        <message>
            <source>The next start takes a scale of %1 %.</source>
            <translation>下次启动时比例为 %1 %。</translation>
        </message>
        <message>
            <source>Restart now</source>
            <translation>现在重新启动</translation>
        </message>
        <message>
            <source>it is at its largest, %1 %</source>
            <translation>已是最大，%1 %</translation>
        </message>
        <message>
            <source>it is at its smallest, %1 %</source>
            <translation>已是最小，%1 %</translation>
        </message>
        <message>
            <source>Start</source>
            <translation>开始</translation>
        </message>
        <message>
            <source>Job</source>
            <translation>任务</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>历史</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>比较</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>后退</translation>
        </message>
        <message>
            <source>no page was shown before this one</source>
            <translation>此前没有显示过页面</translation>
        </message>
        <message>
            <source>Colours as the system</source>
            <translation>颜色随系统</translation>
        </message>
        <message>
            <source>Light colours</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Dark colours</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>High contrast</source>
            <translation>高对比度</translation>
        </message>
        <message>
            <source>Larger</source>
            <translation>放大</translation>
        </message>
        <message>
            <source>Smaller</source>
            <translation>缩小</translation>
        </message>
        <message>
            <source>Full screen</source>
            <translation>全屏</translation>
        </message>
        <message>
            <source>Log of actions</source>
            <translation>动作日志</translation>
        </message>
        <message>
            <source>nothing runs</source>
            <translation>没有正在运行的</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Stops at the next step; what is finished is kept.</source>
            <translation>在下一步停止；已完成的保留。</translation>
        </message>
        <message>
            <source>Predict again</source>
            <translation>再次预测</translation>
        </message>
        <message>
            <source>The same job once more: with the code in the cache, its first seed is as quick as the others.</source>
            <translation>同一任务再做一次：代码已在缓存中，第一个种子与其他种子一样快。</translation>
        </message>
        <message>
            <source>Help for this pane</source>
            <translation>此面板的帮助</translation>
        </message>
        <message>
            <source>All commands</source>
            <translation>全部命令</translation>
        </message>
        <message>
            <source>Shortcuts</source>
            <translation>快捷键</translation>
        </message>
        <message>
            <source>Help pages</source>
            <translation>帮助页</translation>
        </message>
        <message>
            <source>About Foldmeter</source>
            <translation>关于 Foldmeter</translation>
        </message>
        <message>
            <source>Structure</source>
            <translation>结构</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::app::MatrixPane</name>
        <message>
            <source>Compile anew in every run</source>
            <translation>每次运行都重新编译</translation>
        </message>
        <message>
            <source>Run the matrix</source>
            <translation>运行矩阵</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Add jobs…</source>
            <translation>添加任务…</translation>
        </message>
        <message>
            <source>Jobs to measure with</source>
            <translation>用于测量的任务</translation>
        </message>
        <message>
            <source>Jobs (*.json *.yaml *.yml *.fasta *.fa)</source>
            <translation>任务 (*.json *.yaml *.yml *.fasta *.fa)</translation>
        </message>
        <message>
            <source>Inputs</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>&amp;Inputs</source>
            <translation>输入(&amp;I)</translation>
        </message>
        <message>
            <source>Settings and the values to cross</source>
            <translation>设置及要交叉的值</translation>
        </message>
        <message>
            <source>The matrix as a line</source>
            <translation>写成一行的矩阵</translation>
        </message>
        <message>
            <source>Below five a side no verdict is given.</source>
            <translation>每边少于五次时不下结论。</translation>
        </message>
        <message>
            <source>The first seed pays for compilation; the others show what a seed costs afterwards.</source>
            <translation>第一个种子承担编译；其余种子显示此后一个种子的用时。</translation>
        </message>
        <message>
            <source>Without the cache the first seed of every run pays for its compilation, so that it is seen when a setting has paid for itself. Otherwise the cache is used as always.</source>
            <translation>不用缓存时，每次运行的第一个种子都承担编译，从而看出一项设置何时回本。否则照常使用缓存。</translation>
        </message>
        <message>
            <source>As a line</source>
            <translation>写成一行</translation>
        </message>
        <message>
            <source>Repeats</source>
            <translation>重复</translation>
        </message>
        <message>
            <source>Seeds of each run</source>
            <translation>每次运行的种子数</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>What will be run</source>
            <translation>将要运行什么</translation>
        </message>
        <message>
            <source>&amp;Settings</source>
            <translation>设置(&amp;S)</translation>
        </message>
        <message>
            <source>Runs of the matrix</source>
            <translation>矩阵的运行</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>历史</translation>
        </message>
        <message>
            <source>A run, median</source>
            <translation>一次运行，中位数</translation>
        </message>
        <message>
            <source>Each run starts the next one; settings take turns, so that what slows the machine down slows all of them. The comparison is written while the runs come in.</source>
            <translation>一次运行结束后开始下一次；各设置轮流进行，机器变慢时对所有设置的影响相同。运行陆续完成时，比较随之写出。</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>the matrix runs already</source>
            <translation>矩阵已在运行</translation>
        </message>
        <message>
            <source>choose an input</source>
            <translation>请选择一个输入</translation>
        </message>
        <message>
            <source>choose two values of a setting or more: one alone is compared with nothing</source>
            <translation>请为某项设置选择两个或更多值：单独一个无从比较</translation>
        </message>
        <message>
            <source>recording=off leaves no timeline to compare; the command line measures it: foldmeter bench --matrix</source>
            <translation>recording=off 不留下可比较的时间线；请用命令行测量：foldmeter bench --matrix</translation>
        </message>
        <message>
            <source>Ends after the present step; what is finished stays.</source>
            <translation>在当前步骤后结束；已完成的保留。</translation>
        </message>
        <message>
            <source>no matrix runs</source>
            <translation>没有矩阵在运行</translation>
        </message>
        <message>
            <source>%1 combinations of settings, %2 inputs, %3 repeats: %4 runs of %5 seeds each.</source>
            <translation>%1 种设置组合，%2 个输入，重复 %3 次：共 %4 次运行，每次 %5 个种子。</translation>
        </message>
        <message>
            <source>Too few for a verdict: five a side are needed.</source>
            <translation>不足以下结论：每边需要五次。</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1，共 %2</translation>
        </message>
        <message>
            <source>(%1 failed)</source>
            <translation>（%1 次失败）</translation>
        </message>
        <message>
            <source>(one runs)</source>
            <translation>（一次正在运行）</translation>
        </message>
        <message>
            <source>%1 of %2 runs were made; they lie in %3.</source>
            <translation>已完成 %1 / %2 次运行；位于 %3。</translation>
        </message>
        <message>
            <source>%1 of %2 runs are made.</source>
            <translation>已完成 %1 / %2 次运行。</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::app::MatrixRun</name>
        <message>
            <source>%1, %2, %3 of %4</source>
            <translation>%1，%2，第 %3 次，共 %4 次</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::app::PlannedJobPage</name>
        <message>
            <source>Pre-flight</source>
            <translation>预检</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Follow the advice</source>
            <translation>采纳建议</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::app::Preferences</name>
        <message>
            <source>Restart now</source>
            <translation>现在重新启动</translation>
        </message>
        <message>
            <source>Step back behind other programs (low priority)</source>
            <translation>让位于其他程序（低优先级）</translation>
        </message>
        <message>
            <source>Notify when a run of more than half a minute ends</source>
            <translation>超过半分钟的运行结束时通知</translation>
        </message>
        <message>
            <source>Look</source>
            <translation>外观</translation>
        </message>
        <message>
            <source>Engine</source>
            <translation>引擎</translation>
        </message>
        <message>
            <source>Shortcuts</source>
            <translation>快捷键</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>随系统</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>High contrast</source>
            <translation>高对比度</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>颜色</translation>
        </message>
        <message>
            <source>%1 %</source>
            <translation>%1 %</translation>
        </message>
        <message>
            <source>Scale</source>
            <translation>比例</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>Scale %1 %</source>
            <translation>比例 %1 %</translation>
        </message>
        <message>
            <source>this machine</source>
            <translation>本机</translation>
        </message>
        <message>
            <source>Engine %1</source>
            <translation>引擎 %1</translation>
        </message>
        <message>
            <source>of this machine</source>
            <translation>本机的</translation>
        </message>
        <message>
            <source>Low priority</source>
            <translation>低优先级</translation>
        </message>
        <message>
            <source>Empty: foldmeter worker on this machine. Otherwise the command that starts one elsewhere, such as: ssh cluster foldmeter worker</source>
            <translation>留空：本机的 foldmeter worker。否则是在别处启动它的命令，例如：ssh cluster foldmeter worker</translation>
        </message>
        <message>
            <source>The next start takes %1 %.</source>
            <translation>下次启动时为 %1 %。</translation>
        </message>
        <message>
            <source>The next start speaks this language.</source>
            <translation>下次启动时使用此语言。</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::app::QueueLine</name>
        <message>
            <source>featurising</source>
            <translation>特征化</translation>
        </message>
        <message>
            <source>loading weights</source>
            <translation>载入权重</translation>
        </message>
        <message>
            <source>tracing</source>
            <translation>跟踪</translation>
        </message>
        <message>
            <source>optimisation</source>
            <translation>优化</translation>
        </message>
        <message>
            <source>code generation</source>
            <translation>代码生成</translation>
        </message>
        <message>
            <source>autotuning</source>
            <translation>自动调优</translation>
        </message>
        <message>
            <source>executing</source>
            <translation>执行</translation>
        </message>
        <message>
            <source>writing</source>
            <translation>写入</translation>
        </message>
        <message>
            <source>seed %1 of %2</source>
            <translation>种子 %1，共 %2</translation>
        </message>
        <message>
            <source>recycle %1/%2</source>
            <translation>循环 %1/%2</translation>
        </message>
        <message>
            <source>step %1/%2</source>
            <translation>步 %1/%2</translation>
        </message>
        <message>
            <source>confidence of sample %1/%2</source>
            <translation>样本 %1/%2 的置信度</translation>
        </message>
        <message>
            <source>paused</source>
            <translation>已暂停</translation>
        </message>
        <message>
            <source>%1 left</source>
            <translation>剩余 %1</translation>
        </message>
        <message>
            <source>Progress of the running job</source>
            <translation>正在运行的任务的进度</translation>
        </message>
        <message numerus="yes">
            <source>Queue: %n job(s) wait</source>
            <translation>
                <numerusform>队列：%n 个任务等待</numerusform>
            </translation>
        </message>
        <message>
            <source>Nothing runs</source>
            <translation>没有任务在运行</translation>
        </message>
        <message numerus="yes">
            <source>; %n more</source>
            <translation>
                <numerusform>；还有 %n 个</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1，共 %2</translation>
        </message>
        <message>
            <source>Memory of the engine, of what it could have</source>
            <translation>引擎的内存，及其可用的内存</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::app::Rail</name>
        <message>
            <source>Pages</source>
            <translation>页面</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::app::ReplayBar</name>
        <message>
            <source>Play</source>
            <translation>播放</translation>
        </message>
        <message>
            <source>Diffusion step</source>
            <translation>扩散步</translation>
        </message>
        <message>
            <source>step %1 of %2, noise %3 Å</source>
            <translation>第 %1 步，共 %2 步，噪声 %3 Å</translation>
        </message>
        <message>
            <source>finished sample</source>
            <translation>完成的样本</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::app::RunPage</name>
        <message numerus="yes">
            <source>%n span(s)</source>
            <translation>
                <numerusform>%n 个时间段</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 (the log states %2)</source>
            <translation>%1（日志所述 %2）</translation>
        </message>
        <message>
            <source>Superposition</source>
            <translation>叠合</translation>
        </message>
        <message>
            <source>Contacts</source>
            <translation>接触</translation>
        </message>
        <message>
            <source>View</source>
            <translation>视图</translation>
        </message>
        <message>
            <source>Layout: everything</source>
            <translation>布局：全部</translation>
        </message>
        <message>
            <source>Layout: structure</source>
            <translation>布局：结构</translation>
        </message>
        <message>
            <source>Layout: time</source>
            <translation>布局：时间</translation>
        </message>
        <message>
            <source>This version of the program makes no kernel of this name: the run was made by another version or with other settings.</source>
            <translation>此版本的程序不生成这个名字的内核：该运行由其他版本或其他设置产生。</translation>
        </message>
        <message>
            <source>A timeline by itself</source>
            <translation>单独的时间线</translation>
        </message>
        <message>
            <source>This file holds times, no structures. Open a run's folder to see both.</source>
            <translation>此文件只有时间，没有结构。打开运行的文件夹可同时查看。</translation>
        </message>
        <message>
            <source>Reading %1</source>
            <translation>正在读取 %1</translation>
        </message>
        <message>
            <source>The timeline could not be read</source>
            <translation>无法读取时间线</translation>
        </message>
        <message>
            <source>The structure forms here</source>
            <translation>结构在这里形成</translation>
        </message>
        <message>
            <source>Atoms appear as noise and fold when the diffusion of the first seed begins.</source>
            <translation>第一个种子的扩散开始时，原子先以噪声出现，然后折叠。</translation>
        </message>
        <message>
            <source>Failed: %1 What was finished before is kept.</source>
            <translation>失败：%1 此前完成的已保留。</translation>
        </message>
        <message>
            <source>Cancelled. What was finished before is kept.</source>
            <translation>已取消。此前完成的已保留。</translation>
        </message>
        <message>
            <source>This run could not be read</source>
            <translation>无法读取此运行</translation>
        </message>
        <message>
            <source>No run is open</source>
            <translation>没有打开的运行</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::app::StructureExport</name>
        <message>
            <source>%1 is there already; name a folder that is not</source>
            <translation>%1 已存在；请指定一个不存在的文件夹</translation>
        </message>
        <message>
            <source>%1: the folder %2 does not exist or cannot be written to</source>
            <translation>%1：文件夹 %2 不存在或不可写</translation>
        </message>
        <message>
            <source>pictures are being made already; cancel them first</source>
            <translation>正在生成图片；请先取消</translation>
        </message>
        <message>
            <source>a picture is at most %1 pixels on a side</source>
            <translation>图片每边最多 %1 像素</translation>
        </message>
        <message>
            <source>a film has 1 to %1 pictures</source>
            <translation>影片有 1 到 %1 张图片</translation>
        </message>
        <message>
            <source>nothing can be drawn just now</source>
            <translation>现在无法绘制</translation>
        </message>
        <message>
            <source>%1 could not be written</source>
            <translation>%1 无法写入</translation>
        </message>
        <message>
            <source>%1 could not be named: %2</source>
            <translation>%1 无法命名：%2</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::app::StructurePane</name>
        <message>
            <source>no structure is shown</source>
            <translation>没有显示结构</translation>
        </message>
        <message>
            <source>Structure</source>
            <translation>结构</translation>
        </message>
        <message>
            <source>Cartoon</source>
            <translation>卡通</translation>
        </message>
        <message>
            <source>Ball and stick</source>
            <translation>球棍</translation>
        </message>
        <message>
            <source>Sticks</source>
            <translation>棍状</translation>
        </message>
        <message>
            <source>Spheres</source>
            <translation>球状</translation>
        </message>
        <message>
            <source>Surface (solvent excluded)</source>
            <translation>表面（溶剂排除）</translation>
        </message>
        <message>
            <source>Surface (Gaussian)</source>
            <translation>表面（高斯）</translation>
        </message>
        <message>
            <source>Colour by pLDDT</source>
            <translation>按 pLDDT 着色</translation>
        </message>
        <message>
            <source>Colour by chain</source>
            <translation>按链着色</translation>
        </message>
        <message>
            <source>Colour by entity</source>
            <translation>按实体着色</translation>
        </message>
        <message>
            <source>Colour by element</source>
            <translation>按元素着色</translation>
        </message>
        <message>
            <source>Colour by residue type</source>
            <translation>按残基类型着色</translation>
        </message>
        <message>
            <source>Colour as rainbow</source>
            <translation>按彩虹着色</translation>
        </message>
        <message>
            <source>Colour by secondary structure</source>
            <translation>按二级结构着色</translation>
        </message>
        <message>
            <source>Colour by hydrophobicity</source>
            <translation>按疏水性着色</translation>
        </message>
        <message>
            <source>Colour by ipTM with the picked chain</source>
            <translation>按与所点链的 ipTM 着色</translation>
        </message>
        <message>
            <source>Colour by PAE to the picked residue</source>
            <translation>按到所点残基的 PAE 着色</translation>
        </message>
        <message>
            <source>Colour by difference to another sample</source>
            <translation>按与另一样本的差异着色</translation>
        </message>
        <message>
            <source>Colour by deviation from the reference</source>
            <translation>按与参考结构的偏差着色</translation>
        </message>
        <message>
            <source>Ambient occlusion</source>
            <translation>环境光遮蔽</translation>
        </message>
        <message>
            <source>Shadows</source>
            <translation>阴影</translation>
        </message>
        <message>
            <source>Outlines</source>
            <translation>轮廓</translation>
        </message>
        <message>
            <source>Depth cue</source>
            <translation>景深</translation>
        </message>
        <message>
            <source>Perspective</source>
            <translation>透视</translation>
        </message>
        <message>
            <source>Measure a distance</source>
            <translation>测量距离</translation>
        </message>
        <message>
            <source>Measure an angle</source>
            <translation>测量角</translation>
        </message>
        <message>
            <source>Measure a dihedral angle</source>
            <translation>测量二面角</translation>
        </message>
        <message>
            <source>Then click %1 atoms; once more ends it.</source>
            <translation>然后点击 %1 个原子；再点一次结束。</translation>
        </message>
        <message>
            <source>distance</source>
            <translation>距离</translation>
        </message>
        <message>
            <source>angle</source>
            <translation>角</translation>
        </message>
        <message>
            <source>dihedral</source>
            <translation>二面角</translation>
        </message>
        <message>
            <source>Remove the chosen measurement</source>
            <translation>移除选中的测量</translation>
        </message>
        <message>
            <source>no measurement is chosen in the list</source>
            <translation>列表中没有选中测量</translation>
        </message>
        <message>
            <source>remove</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>Remove the measurements</source>
            <translation>删除测量</translation>
        </message>
        <message>
            <source>nothing was measured</source>
            <translation>没有做过测量</translation>
        </message>
        <message>
            <source>Contacts</source>
            <translation>接触</translation>
        </message>
        <message>
            <source>contacts</source>
            <translation>接触</translation>
        </message>
        <message>
            <source>Hydrogen bonds</source>
            <translation>氢键</translation>
        </message>
        <message>
            <source>hydrogen bonds</source>
            <translation>氢键</translation>
        </message>
        <message>
            <source>Clashes</source>
            <translation>冲突</translation>
        </message>
        <message>
            <source>clashes</source>
            <translation>冲突</translation>
        </message>
        <message>
            <source>there is no other seed</source>
            <translation>没有其他种子</translation>
        </message>
        <message>
            <source>there is no other sample</source>
            <translation>没有其他样本</translation>
        </message>
        <message>
            <source>Lay all samples over the shown one</source>
            <translation>将所有样本叠加到所示样本上</translation>
        </message>
        <message>
            <source>all</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Lay the best sample of every seed over the shown one</source>
            <translation>将每个种子的最佳样本叠加到所示样本上</translation>
        </message>
        <message>
            <source>seeds</source>
            <translation>种子</translation>
        </message>
        <message>
            <source>Lay the samples chosen in the table over the shown one, or take them away</source>
            <translation>将表中选中的样本叠加到所示样本上，或将其移去</translation>
        </message>
        <message>
            <source>no sample is chosen in the table of the superposition</source>
            <translation>叠合表中没有选中样本</translation>
        </message>
        <message>
            <source>chosen</source>
            <translation>选中的</translation>
        </message>
        <message>
            <source>Show one sample only</source>
            <translation>只显示一个样本</translation>
        </message>
        <message>
            <source>nothing lies over the shown sample</source>
            <translation>所示样本上没有叠加任何内容</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>Superpose by all chains together</source>
            <translation>用全部链一起叠合</translation>
        </message>
        <message>
            <source>Superpose by one chain: the selected or the first</source>
            <translation>用一条链叠合：所选的或第一条</translation>
        </message>
        <message>
            <source>Superpose each chain by itself</source>
            <translation>逐链叠合</translation>
        </message>
        <message>
            <source>Superpose onto the shown sample</source>
            <translation>叠合到所示样本</translation>
        </message>
        <message>
            <source>Superpose onto the sample chosen in the table</source>
            <translation>叠合到表中选中的样本</translation>
        </message>
        <message>
            <source>Load a reference structure…</source>
            <translation>载入参考结构…</translation>
        </message>
        <message>
            <source>An mmCIF or PDB file; it may be dropped on the structure too.</source>
            <translation>mmCIF 或 PDB 文件；也可拖放到结构上。</translation>
        </message>
        <message>
            <source>Load a reference structure</source>
            <translation>载入参考结构</translation>
        </message>
        <message>
            <source>Structures (*.cif *.mmcif *.pdb *.ent *.cif.zst)</source>
            <translation>结构 (*.cif *.mmcif *.pdb *.ent *.cif.zst)</translation>
        </message>
        <message>
            <source>reference…</source>
            <translation>参考…</translation>
        </message>
        <message>
            <source>Remove the reference structure</source>
            <translation>移除参考结构</translation>
        </message>
        <message>
            <source>no reference structure was loaded</source>
            <translation>没有载入参考结构</translation>
        </message>
        <message>
            <source>Show all of it</source>
            <translation>显示全部</translation>
        </message>
        <message>
            <source>Look at the selection</source>
            <translation>查看所选</translation>
        </message>
        <message>
            <source>nothing is selected</source>
            <translation>没有选择任何内容</translation>
        </message>
        <message>
            <source>Spin</source>
            <translation>旋转</translation>
        </message>
        <message>
            <source>the diffusion steps of this sample were not kept: predict with --save-trajectory, or watch the run in this window</source>
            <translation>此样本的扩散步没有保留：请用 --save-trajectory 预测，或在此窗口中观看运行</translation>
        </message>
        <message>
            <source>Play the diffusion</source>
            <translation>播放扩散过程</translation>
        </message>
        <message>
            <source>this is the first step</source>
            <translation>这是第一步</translation>
        </message>
        <message>
            <source>this is the finished sample</source>
            <translation>这是完成的样本</translation>
        </message>
        <message>
            <source>One diffusion step back</source>
            <translation>后退一个扩散步</translation>
        </message>
        <message>
            <source>One diffusion step forward</source>
            <translation>前进一个扩散步</translation>
        </message>
        <message>
            <source>A folder for the pictures of the film</source>
            <translation>存放影片图片的文件夹</translation>
        </message>
        <message>
            <source>film</source>
            <translation>影片</translation>
        </message>
        <message>
            <source>Export a picture</source>
            <translation>导出图片</translation>
        </message>
        <message>
            <source>PNG pictures (*.png)</source>
            <translation>PNG 图片 (*.png)</translation>
        </message>
        <message>
            <source>pictures are being made already</source>
            <translation>正在生成图片</translation>
        </message>
        <message>
            <source>Export a picture…</source>
            <translation>导出图片…</translation>
        </message>
        <message>
            <source>Export a spinning film as pictures…</source>
            <translation>将旋转影片导出为图片…</translation>
        </message>
        <message>
            <source>Export the diffusion as a film of pictures…</source>
            <translation>将扩散过程导出为图片…</translation>
        </message>
        <message>
            <source>the diffusion steps of this sample were not kept</source>
            <translation>此样本的扩散步没有保留</translation>
        </message>
        <message>
            <source>Stop making pictures</source>
            <translation>停止生成图片</translation>
        </message>
        <message>
            <source>no pictures are being made</source>
            <translation>没有正在生成的图片</translation>
        </message>
        <message>
            <source>Export the scene as glTF…</source>
            <translation>将场景导出为 glTF…</translation>
        </message>
        <message>
            <source>glTF scenes (*.gltf)</source>
            <translation>glTF 场景 (*.gltf)</translation>
        </message>
        <message>
            <source>Export what is shown as mmCIF…</source>
            <translation>将所示内容导出为 mmCIF…</translation>
        </message>
        <message>
            <source>mmCIF files (*.cif)</source>
            <translation>mmCIF 文件 (*.cif)</translation>
        </message>
        <message>
            <source>Export what is shown as PDB…</source>
            <translation>将所示内容导出为 PDB…</translation>
        </message>
        <message>
            <source>PDB files (*.pdb)</source>
            <translation>PDB 文件 (*.pdb)</translation>
        </message>
        <message>
            <source>No structure yet</source>
            <translation>还没有结构</translation>
        </message>
        <message>
            <source>Predict a job or open a run.</source>
            <translation>请预测一个任务或打开一次运行。</translation>
        </message>
        <message>
            <source>Lay on another sample</source>
            <translation>叠合到另一样本</translation>
        </message>
        <message>
            <source>Lay by other chains</source>
            <translation>用其他链叠合</translation>
        </message>
        <message>
            <source>Written: %1</source>
            <translation>已写入：%1</translation>
        </message>
        <message>
            <source>%1 %2 %3, atom %4, pLDDT %5</source>
            <translation>%1 %2 %3，原子 %4，pLDDT %5</translation>
        </message>
        <message>
            <source>It appears when the first sample is finished.</source>
            <translation>第一个样本完成时出现。</translation>
        </message>
        <message>
            <source>%1: RMSD %2 Å</source>
            <translation>%1：RMSD %2 Å</translation>
        </message>
        <message>
            <source>A reference is held against a sample: open a run first.</source>
            <translation>参考结构要与样本比较：请先打开一次运行。</translation>
        </message>
        <message>
            <source>Load the reference %1</source>
            <translation>载入参考结构 %1</translation>
        </message>
        <message>
            <source>Measure</source>
            <translation>测量</translation>
        </message>
        <message>
            <source>this sample has no file of confidences with PAE</source>
            <translation>此样本没有含 PAE 的置信度文件</translation>
        </message>
        <message>
            <source>this sample has no ipTM of chain pairs</source>
            <translation>此样本没有链对的 ipTM</translation>
        </message>
        <message>
            <source>there is one chain only</source>
            <translation>只有一条链</translation>
        </message>
        <message>
            <source>PAE to %1</source>
            <translation>到 %1 的 PAE</translation>
        </message>
        <message>
            <source>ipTM with chain %1</source>
            <translation>与链 %1 的 ipTM</translation>
        </message>
        <message>
            <source>Difference to %1</source>
            <translation>与%1的差异</translation>
        </message>
        <message>
            <source>Deviation from %1</source>
            <translation>与 %1 的偏差</translation>
        </message>
        <message>
            <source>seed %1, step %2 of %3, noise %4 Å</source>
            <translation>种子 %1，第 %2 步，共 %3 步，噪声 %4 Å</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::app::SuperpositionPane</name>
        <message>
            <source>Laid on</source>
            <translation>叠合到</translation>
        </message>
        <message>
            <source>Laid by</source>
            <translation>叠合依据</translation>
        </message>
        <message>
            <source>by</source>
            <translation>依据</translation>
        </message>
        <message>
            <source>Samples laid on one another</source>
            <translation>相互叠合的样本</translation>
        </message>
        <message>
            <source>view</source>
            <translation>视图</translation>
        </message>
        <message>
            <source>drawn over the shown sample</source>
            <translation>叠加在所示样本上绘制</translation>
        </message>
        <message>
            <source>sample</source>
            <translation>样本</translation>
        </message>
        <message>
            <source>chain</source>
            <translation>链</translation>
        </message>
        <message>
            <source>numbers of this chain alone</source>
            <translation>仅此链的数值</translation>
        </message>
        <message>
            <source>RMSD</source>
            <translation>RMSD</translation>
        </message>
        <message>
            <source>over CA and C3', Å, where the chains that decide lie best</source>
            <translation>按 CA 和 C3' 计算，Å，取决定叠合的链的最佳位置</translation>
        </message>
        <message>
            <source>atoms</source>
            <translation>原子</translation>
        </message>
        <message>
            <source>RMSD of all heavy atoms so placed, Å</source>
            <translation>如此放置时所有重原子的 RMSD，Å</translation>
        </message>
        <message>
            <source>TM</source>
            <translation>TM</translation>
        </message>
        <message>
            <source>TM-score: over 0.5 the same fold; finds its own placement</source>
            <translation>TM-score：大于 0.5 为相同折叠；自行寻找最佳位置</translation>
        </message>
        <message>
            <source>lDDT</source>
            <translation>lDDT</translation>
        </message>
        <message>
            <source>distances kept, of heavy atoms within 15 Å; needs no placement</source>
            <translation>15 Å 内重原子间保持的距离；无需叠合</translation>
        </message>
        <message>
            <source>the shown one (%1)</source>
            <translation>所示样本（%1）</translation>
        </message>
        <message>
            <source>the shown one</source>
            <translation>所示样本</translation>
        </message>
        <message>
            <source>all chains together</source>
            <translation>全部链一起</translation>
        </message>
        <message>
            <source>chain %1</source>
            <translation>链 %1</translation>
        </message>
        <message>
            <source>each chain by itself</source>
            <translation>逐链</translation>
        </message>
        <message>
            <source>Comparing…</source>
            <translation>正在比较…</translation>
        </message>
        <message>
            <source>%1 (laid on)</source>
            <translation>%1（基准）</translation>
        </message>
        <message>
            <source>the others are laid on it</source>
            <translation>其他样本叠合到它上面</translation>
        </message>
        <message>
            <source>all</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>There is nothing to compare it with: predict more samples or seeds, or load a reference structure.</source>
            <translation>没有可比较的内容：请预测更多样本或种子，或载入参考结构。</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::app::Workbench</name>
        <message>
            <source>not needed any more</source>
            <translation>不再需要</translation>
        </message>
        <message>
            <source>another engine was chosen</source>
            <translation>已选择其他引擎</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::commands::ActionLog</name>
        <message>
            <source>Copy as commands</source>
            <translation>复制为命令</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>What was done</source>
            <translation>做过的事</translation>
        </message>
        <message>
            <source>Command line</source>
            <translation>命令行</translation>
        </message>
        <message>
            <source>Log of actions</source>
            <translation>动作日志</translation>
        </message>
        <message>
            <source>Copies the command lines of the selected lines, or of all when none is selected.</source>
            <translation>复制所选行的命令行；没有选择时复制全部。</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::commands::CommandPalette</name>
        <message>
            <source>Command palette</source>
            <translation>命令面板</translation>
        </message>
        <message>
            <source>Type a command</source>
            <translation>键入命令</translation>
        </message>
        <message>
            <source>Command</source>
            <translation>命令</translation>
        </message>
        <message>
            <source>Matching commands</source>
            <translation>匹配的命令</translation>
        </message>
        <message>
            <source>No command has these letters in this order.</source>
            <translation>没有命令按此次序含有这些字母。</translation>
        </message>
        <message>
            <source>Not possible now: %1</source>
            <translation>现在不可用：%1</translation>
        </message>
        <message>
            <source>Ctrl+C copies: %1</source>
            <translation>Ctrl+C 复制：%1</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::commands::CommandRegistry</name>
        <message>
            <source>Undo: %1</source>
            <translation>撤销：%1</translation>
        </message>
        <message>
            <source>Redo: %1</source>
            <translation>重做：%1</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::commands::SharedSelection</name>
        <message numerus="yes">
            <source>chain(s) %1</source>
            <translation>
                <numerusform>链 %1</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 residue(s): %2</source>
            <translation>%1 个残基：%2</translation>
        </message>
        <message>
            <source>%1 atom(s)</source>
            <translation>%1 个原子</translation>
        </message>
        <message>
            <source>seed(s) %1</source>
            <translation>种子 %1</translation>
        </message>
        <message>
            <source>span %1, %2</source>
            <translation>时间段 %1，%2</translation>
        </message>
        <message>
            <source>%1 spans</source>
            <translation>%1 个时间段</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::commands::ShortcutsEditor</name>
        <message>
            <source>Take over</source>
            <translation>接管</translation>
        </message>
        <message>
            <source>No keys</source>
            <translation>无快捷键</translation>
        </message>
        <message>
            <source>Default</source>
            <translation>默认</translation>
        </message>
        <message>
            <source>Filter by command or keys</source>
            <translation>按命令或快捷键筛选</translation>
        </message>
        <message>
            <source>Filter</source>
            <translation>筛选</translation>
        </message>
        <message>
            <source>Command</source>
            <translation>命令</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>快捷键</translation>
        </message>
        <message>
            <source>Commands and their keys</source>
            <translation>命令及其快捷键</translation>
        </message>
        <message>
            <source>Keys of the selected command</source>
            <translation>所选命令的快捷键</translation>
        </message>
        <message>
            <source>Select a command first.</source>
            <translation>请先选择一个命令。</translation>
        </message>
        <message>
            <source>Select a command, then press its keys. Bold keys differ from the default.</source>
            <translation>选择一个命令，然后按它的键。粗体的键与默认不同。</translation>
        </message>
        <message>
            <source>%1 already starts “%2”.</source>
            <translation>%1 已用于“%2”。</translation>
        </message>
        <message>
            <source>“%1” has no keys now.</source>
            <translation>“%1”现在没有快捷键。</translation>
        </message>
        <message>
            <source>%1 starts “%2” now.</source>
            <translation>%1 现在启动“%2”。</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::engine::EngineProcess</name>
        <message>
            <source>this machine</source>
            <translation>本机</translation>
        </message>
        <message>
            <source>The engine could not be started: %1</source>
            <translation>引擎无法启动：%1</translation>
        </message>
        <message>
            <source> It said last: %1</source>
            <translation> 它最后说：%1</translation>
        </message>
        <message>
            <source>The engine process was ended from outside or crashed; the system may have run out of memory.</source>
            <translation>引擎进程被外部结束或崩溃；系统可能内存不足。</translation>
        </message>
        <message>
            <source>The engine process ended with code %1.</source>
            <translation>引擎进程以代码 %1 结束。</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::engine::JobQueue</name>
        <message>
            <source>cancelled before it began</source>
            <translation>在开始之前已取消</translation>
        </message>
        <message>
            <source>started again at normal priority</source>
            <translation>以普通优先级重新启动</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::ChainPairs</name>
        <message>
            <source>Chain pairs: ipTM and smallest PAE</source>
            <translation>链对：ipTM 和最小 PAE</translation>
        </message>
        <message>
            <source>Arrow keys walk over the fields, Return selects the two chains.</source>
            <translation>方向键在各格之间移动，Return 选择两条链。</translation>
        </message>
        <message>
            <source>This sample has no summary of its confidences</source>
            <translation>此样本没有置信度摘要</translation>
        </message>
        <message>
            <source>No sample is shown</source>
            <translation>没有显示样本</translation>
        </message>
        <message>
            <source>ipTM</source>
            <translation>ipTM</translation>
        </message>
        <message>
            <source>smallest PAE, Å</source>
            <translation>最小 PAE，Å</translation>
        </message>
        <message>
            <source>chain %1 with itself: pTM %2</source>
            <translation>链 %1 自身：pTM %2</translation>
        </message>
        <message>
            <source>chains %1 and %2: ipTM %3</source>
            <translation>链 %1 和 %2：ipTM %3</translation>
        </message>
        <message>
            <source>chain %2 seen from chain %1: smallest PAE %3 Å</source>
            <translation>从链 %1 看链 %2：最小 PAE %3 Å</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::DifferenceFlame</name>
        <message>
            <source>Flame graph of the difference</source>
            <translation>差异的火焰图</translation>
        </message>
        <message>
            <source>No timelines are shown.</source>
            <translation>没有显示时间线。</translation>
        </message>
        <message>
            <source>%1 · %2</source>
            <translation>%1 · %2</translation>
        </message>
        <message>
            <source>first run %1 in %2 calls, second run %3 in %4 calls</source>
            <translation>第一次运行 %1，%2 次调用；第二次运行 %3，%4 次调用</translation>
        </message>
        <message>
            <source>difference %1, of itself %2</source>
            <translation>差异 %1，其中自身 %2</translation>
        </message>
        <message>
            <source>only the first run did this</source>
            <translation>只有第一次运行有此项</translation>
        </message>
        <message>
            <source>only the second run did this</source>
            <translation>只有第二次运行有此项</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::FlameGraph</name>
        <message>
            <source>Flame graph of the range</source>
            <translation>范围的火焰图</translation>
        </message>
        <message>
            <source>No spans lie in this range.</source>
            <translation>此范围内没有时间段。</translation>
        </message>
        <message>
            <source>No timeline is shown.</source>
            <translation>未显示时间线。</translation>
        </message>
        <message>
            <source>all threads</source>
            <translation>全部线程</translation>
        </message>
        <message>
            <source>%1 · %2</source>
            <translation>%1 · %2</translation>
        </message>
        <message>
            <source>total %1, %2 of all threads</source>
            <translation>总计 %1，占全部线程的 %2</translation>
        </message>
        <message>
            <source>self %1</source>
            <translation>自身 %1</translation>
        </message>
        <message numerus="yes">
            <source>%n call(s)</source>
            <translation>
                <numerusform>%n 次调用</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::InterfacePane</name>
        <message>
            <source>defined for polymers only; one of the chains is a ligand</source>
            <translation>仅对聚合物有定义；其中一条链是配体</translation>
        </message>
        <message>
            <source>%1 seen from %2: %3; %2 seen from %1: %4</source>
            <translation>从 %2 看 %1：%3；从 %1 看 %2：%4</translation>
        </message>
        <message>
            <source>Scores of chain pairs</source>
            <translation>链对的得分</translation>
        </message>
        <message>
            <source>chains</source>
            <translation>链</translation>
        </message>
        <message>
            <source>ipSAE</source>
            <translation>ipSAE</translation>
        </message>
        <message>
            <source>ipSAE (d0res), greater direction; PAE below 10 Å (Dunbrack 2025)</source>
            <translation>ipSAE (d0res)，取较大方向；PAE 低于 10 Å（Dunbrack 2025）</translation>
        </message>
        <message>
            <source>pDockQ2</source>
            <translation>pDockQ2</translation>
        </message>
        <message>
            <source>pDockQ2, greater direction; beta carbons within 8 Å (Zhu et al. 2023)</source>
            <translation>pDockQ2，取较大方向；β 碳在 8 Å 以内（Zhu et al. 2023）</translation>
        </message>
        <message>
            <source>LIS</source>
            <translation>LIS</translation>
        </message>
        <message>
            <source>Local Interaction Score, mean of both directions; PAE up to 12 Å (Kim et al. 2024)</source>
            <translation>局部相互作用得分，两个方向的平均；PAE 至 12 Å（Kim et al. 2024）</translation>
        </message>
        <message>
            <source>PAE min</source>
            <translation>PAE 最小</translation>
        </message>
        <message>
            <source>smallest error between the chains, Å</source>
            <translation>两条链之间的最小误差，Å</translation>
        </message>
        <message>
            <source>contacts</source>
            <translation>接触</translation>
        </message>
        <message>
            <source>residue pairs with atoms within 5 Å</source>
            <translation>原子相距 5 Å 以内的残基对</translation>
        </message>
        <message>
            <source>Interface residues</source>
            <translation>界面残基</translation>
        </message>
        <message>
            <source>residue</source>
            <translation>残基</translation>
        </message>
        <message>
            <source>distance</source>
            <translation>距离</translation>
        </message>
        <message>
            <source>smallest between their atoms, Å</source>
            <translation>其原子之间的最小距离，Å</translation>
        </message>
        <message>
            <source>PAE</source>
            <translation>PAE</translation>
        </message>
        <message>
            <source>error of the second seen from the first, Å</source>
            <translation>从第一个看第二个的误差，Å</translation>
        </message>
        <message>
            <source>PAE back</source>
            <translation>反向 PAE</translation>
        </message>
        <message>
            <source>error of the first seen from the second, Å</source>
            <translation>从第二个看第一个的误差，Å</translation>
        </message>
        <message>
            <source>contact</source>
            <translation>接触</translation>
        </message>
        <message>
            <source>probability of a contact that the network gives</source>
            <translation>网络给出的接触概率</translation>
        </message>
        <message>
            <source>pLDDT</source>
            <translation>pLDDT</translation>
        </message>
        <message>
            <source>of the first</source>
            <translation>第一个的</translation>
        </message>
        <message>
            <source>of the second</source>
            <translation>第二个的</translation>
        </message>
        <message>
            <source>No sample is shown</source>
            <translation>没有显示样本</translation>
        </message>
        <message>
            <source>Without confidences no interface can be scored</source>
            <translation>没有置信度，无法为界面评分</translation>
        </message>
        <message>
            <source>One chain only: there is no interface</source>
            <translation>只有一条链：没有界面</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::OverviewStrip</name>
        <message>
            <source>Overview of the whole run</source>
            <translation>整个运行的概览</translation>
        </message>
        <message>
            <source>The whole run. Drag the bright part to move what the tracks show; drag beside it to choose another part.</source>
            <translation>整个运行。拖动明亮部分以移动轨道所示；在其旁拖动以选择另一部分。</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::PaeMap</name>
        <message>
            <source>Predicted aligned error</source>
            <translation>预测的对齐误差</translation>
        </message>
        <message>
            <source>Arrow keys move the read-out, Shift+arrows drag a box, Escape clears it.</source>
            <translation>方向键移动读数，Shift+方向键拖出方框，Escape 清除。</translation>
        </message>
        <message>
            <source>Contact probabilities</source>
            <translation>接触概率</translation>
        </message>
        <message>
            <source>%1 seen from %2: %3</source>
            <translation>从 %2 看 %1：%3</translation>
        </message>
        <message>
            <source>contact of %1 and %2: %3</source>
            <translation>%1 与 %2 的接触：%3</translation>
        </message>
        <message>
            <source>No sample is shown</source>
            <translation>没有显示样本</translation>
        </message>
        <message>
            <source>This sample's confidences hold no PAE</source>
            <translation>此样本的置信度中没有 PAE</translation>
        </message>
        <message>
            <source>This sample's confidences hold no contact probabilities</source>
            <translation>此样本的置信度中没有接触概率</translation>
        </message>
        <message>
            <source>scored residue</source>
            <translation>被评残基</translation>
        </message>
        <message>
            <source>residue</source>
            <translation>残基</translation>
        </message>
        <message>
            <source>aligned residue</source>
            <translation>对齐残基</translation>
        </message>
        <message>
            <source>≥ %1</source>
            <translation>≥ %1</translation>
        </message>
        <message>
            <source>error, Å</source>
            <translation>误差，Å</translation>
        </message>
        <message>
            <source>share</source>
            <translation>概率</translation>
        </message>
        <message>
            <source>expected error, Å</source>
            <translation>预期误差，Å</translation>
        </message>
        <message>
            <source>probability of a contact</source>
            <translation>接触概率</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::PaePane</name>
        <message>
            <source>PAE</source>
            <translation>PAE</translation>
        </message>
        <message>
            <source>Contact probabilities</source>
            <translation>接触概率</translation>
        </message>
        <message>
            <source>What the map shows</source>
            <translation>图中显示什么</translation>
        </message>
        <message>
            <source>AlphaFold green</source>
            <translation>AlphaFold 绿</translation>
        </message>
        <message>
            <source>ChimeraX</source>
            <translation>ChimeraX</translation>
        </message>
        <message>
            <source>Colour scale of the PAE</source>
            <translation>PAE 的色标</translation>
        </message>
        <message>
            <source>Contact probabilities have one scale: white is 0, dark blue is 1</source>
            <translation>接触概率只有一种色标：白色为 0，深蓝为 1</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::PairPane</name>
        <message>
            <source>aligned by seed</source>
            <translation>按种子对齐</translation>
        </message>
        <message>
            <source>aligned by stage</source>
            <translation>按阶段对齐</translation>
        </message>
        <message>
            <source>by the clock</source>
            <translation>按时钟</translation>
        </message>
        <message>
            <source>How the timelines are aligned</source>
            <translation>时间线的对齐方式</translation>
        </message>
        <message>
            <source>What made the difference</source>
            <translation>差异从何而来</translation>
        </message>
        <message>
            <source>Compare two runs: their timelines are laid over each other here.</source>
            <translation>比较两次运行：它们的时间线会在此上下叠放。</translation>
        </message>
        <message>
            <source>first run: %1</source>
            <translation>第一次运行：%1</translation>
        </message>
        <message>
            <source>second run: %1</source>
            <translation>第二次运行：%1</translation>
        </message>
        <message>
            <source>Matching the timelines</source>
            <translation>正在匹配时间线</translation>
        </message>
        <message>
            <source>No two timelines to show</source>
            <translation>没有可显示的两条时间线</translation>
        </message>
        <message>
            <source>%1 %2</source>
            <translation>%1 %2</translation>
        </message>
        <message>
            <source>The first run took %1, the second %2 (%3).</source>
            <translation>第一次运行用时 %1，第二次 %2（%3）。</translation>
        </message>
        <message>
            <source>Most of it: %1.</source>
            <translation>主要在于：%1。</translation>
        </message>
        <message numerus="yes">
            <source>%n path(s) have no partner.</source>
            <translation>
                <numerusform>%n 条路径没有对应项。</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::PairView</name>
        <message>
            <source>Two timelines on one scale</source>
            <translation>同一尺度上的两条时间线</translation>
        </message>
        <message>
            <source>difference, up to %1: upwards the second run takes longer, downwards it is quicker</source>
            <translation>差异，最大 %1：向上表示第二次运行更久，向下表示更快</translation>
        </message>
        <message>
            <source>No timelines are shown.</source>
            <translation>没有显示时间线。</translation>
        </message>
        <message>
            <source>%1: %2; the other run has no such span</source>
            <translation>%1：%2；另一次运行没有这个区段</translation>
        </message>
        <message>
            <source>%1: first run %2, second run %3 (%4)</source>
            <translation>%1：第一次运行 %2，第二次运行 %3（%4）</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::Roofline</name>
        <message>
            <source>Kernels against the machine's limit</source>
            <translation>内核与机器极限的对比</translation>
        </message>
        <message>
            <source>%1, %2 operations a byte</source>
            <translation>%1，每字节 %2 次运算</translation>
        </message>
        <message>
            <source>%1 of the limit there (%2)</source>
            <translation>该处极限的 %1（%2）</translation>
        </message>
        <message numerus="yes">
            <source>%1 in %n call(s)</source>
            <translation>
                <numerusform>%n 次调用共 %1</numerusform>
            </translation>
        </message>
        <message>
            <source>No timeline is shown.</source>
            <translation>未显示时间线。</translation>
        </message>
        <message>
            <source>How much work the kernels do is in the timing file of a finished run of this program. Without it they cannot be held against the machine's limit.</source>
            <translation>内核的工作量记在本程序完成的运行的计时文件中。没有它就无法与机器极限对比。</translation>
        </message>
        <message>
            <source>No kernel ran in this range.</source>
            <translation>此范围内没有运行内核。</translation>
        </message>
        <message>
            <source>operations a byte</source>
            <translation>每字节运算次数</translation>
        </message>
        <message>
            <source>%1 peak %2</source>
            <translation>%1 峰值 %2</translation>
        </message>
        <message>
            <source>memory %1</source>
            <translation>内存 %1</translation>
        </message>
        <message>
            <source>peak not measured</source>
            <translation>峰值未测量</translation>
        </message>
        <message>
            <source>memory bandwidth not measured</source>
            <translation>内存带宽未测量</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::RunPanes</name>
        <message>
            <source>Stages</source>
            <translation>阶段</translation>
        </message>
        <message>
            <source>Samples</source>
            <translation>样本</translation>
        </message>
        <message>
            <source>Sequence</source>
            <translation>序列</translation>
        </message>
        <message>
            <source>PAE</source>
            <translation>PAE</translation>
        </message>
        <message>
            <source>Scores</source>
            <translation>得分</translation>
        </message>
        <message>
            <source>Chain pairs</source>
            <translation>链对</translation>
        </message>
        <message>
            <source>Interfaces</source>
            <translation>界面</translation>
        </message>
        <message>
            <source>Timeline</source>
            <translation>时间线</translation>
        </message>
        <message>
            <source>The timeline could not be read</source>
            <translation>无法读取时间线</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::SamplesPane</name>
        <message>
            <source>Samples of all seeds, best first</source>
            <translation>所有种子的样本，最佳在前</translation>
        </message>
        <message>
            <source>rank</source>
            <translation>名次</translation>
        </message>
        <message>
            <source>1 is the sample with the greatest ranking score</source>
            <translation>1 是排序得分最高的样本</translation>
        </message>
        <message>
            <source>score</source>
            <translation>得分</translation>
        </message>
        <message>
            <source>ranking score: 0.8 ipTM + 0.2 pTM (pTM alone for one chain) + 0.5 disorder, less 100 for a clash</source>
            <translation>排序得分：0.8 ipTM + 0.2 pTM（单链只有 pTM）+ 0.5 无序，有冲突减 100</translation>
        </message>
        <message>
            <source>seed</source>
            <translation>种子</translation>
        </message>
        <message>
            <source>sample</source>
            <translation>样本</translation>
        </message>
        <message>
            <source>pTM</source>
            <translation>pTM</translation>
        </message>
        <message>
            <source>predicted TM-score of the whole: over 0.5 the fold is probably right</source>
            <translation>预测的整体 TM-score：0.5 以上折叠大概正确</translation>
        </message>
        <message>
            <source>ipTM</source>
            <translation>ipTM</translation>
        </message>
        <message>
            <source>the same between chains: from 0.8 confident, below 0.6 it may have failed</source>
            <translation>链间的同一指标：0.8 起可信，0.6 以下可能失败</translation>
        </message>
        <message>
            <source>PAE min</source>
            <translation>PAE 最小</translation>
        </message>
        <message>
            <source>smallest predicted error between two chains, in Å</source>
            <translation>两条链之间预测的最小误差，Å</translation>
        </message>
        <message>
            <source>disorder</source>
            <translation>无序</translation>
        </message>
        <message>
            <source>share of residues that look disordered</source>
            <translation>看来无序的残基的比例</translation>
        </message>
        <message>
            <source>clash</source>
            <translation>冲突</translation>
        </message>
        <message>
            <source>chains that lie inside each other</source>
            <translation>彼此重叠的链</translation>
        </message>
        <message>
            <source>No samples yet</source>
            <translation>还没有样本</translation>
        </message>
        <message>
            <source>They appear here, best first, as the seeds finish.</source>
            <translation>种子完成时出现在这里，最佳在前。</translation>
        </message>
        <message>
            <source>the best sample</source>
            <translation>最佳样本</translation>
        </message>
        <message>
            <source>no ranking score: the ranking file and the summary are missing</source>
            <translation>没有排序得分：缺少排序文件和摘要</translation>
        </message>
        <message>
            <source>only the copy of the best sample is in the folder; its seed is not told</source>
            <translation>文件夹中只有最佳样本的副本；没有说明其种子</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>是</translation>
        </message>
        <message>
            <source>no</source>
            <translation>否</translation>
        </message>
        <message>
            <source>%1 of %2 seeds finished</source>
            <translation>%2 个种子中完成了 %1 个</translation>
        </message>
        <message>
            <source>Damaged: %1</source>
            <translation>已损坏：%1</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::ScoresPane</name>
        <message>
            <source>bonds and chirality not looked at: the dictionary has no reference for it</source>
            <translation>没有检查键和手性：词典中没有其参考</translation>
        </message>
        <message>
            <source>bond %1–%2 is %3 Å, the reference %4 Å</source>
            <translation>键 %1–%2 为 %3 Å，参考为 %4 Å</translation>
        </message>
        <message numerus="yes">
            <source>%n more bonds are off</source>
            <translation>
                <numerusform>还有 %n 个键有偏差</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 has the wrong hand</source>
            <translation>%1 的手性错误</translation>
        </message>
        <message>
            <source>%1 is flat where it should be chiral</source>
            <translation>%1 应为手性而呈平面</translation>
        </message>
        <message>
            <source>%1 lies %2 Å from %3 of %4 in chain %5</source>
            <translation>链 %5 中 %4 的 %3 与 %1 相距 %2 Å</translation>
        </message>
        <message numerus="yes">
            <source>%n more atoms clash</source>
            <translation>
                <numerusform>还有 %n 个原子冲突</numerusform>
            </translation>
        </message>
        <message>
            <source>no clash; a single atom has no bonds to look at</source>
            <translation>没有冲突；单个原子没有可检查的键</translation>
        </message>
        <message>
            <source>sound: %1 bonds within 25 % (RMSD %2 Å), %3 chiral atoms, no clash</source>
            <translation>完好：%1 个键在 25 % 以内（RMSD %2 Å），%3 个手性原子，无冲突</translation>
        </message>
        <message>
            <source>Scores in words</source>
            <translation>用文字表述的得分</translation>
        </message>
        <message>
            <source>No sample is shown</source>
            <translation>没有显示样本</translation>
        </message>
        <message>
            <source>ranking score</source>
            <translation>排序得分</translation>
        </message>
        <message>
            <source>the greater, the better among samples of one job</source>
            <translation>在同一任务的样本中越大越好</translation>
        </message>
        <message>
            <source>of the whole; over 0.5 the fold is probably right</source>
            <translation>整体的；0.5 以上折叠大概正确</translation>
        </message>
        <message>
            <source>between chains; from 0.8 confident</source>
            <translation>链间的；0.8 起可信</translation>
        </message>
        <message>
            <source>disordered</source>
            <translation>无序</translation>
        </message>
        <message>
            <source>clash</source>
            <translation>冲突</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>是</translation>
        </message>
        <message>
            <source>no</source>
            <translation>否</translation>
        </message>
        <message>
            <source>Ligands and modified residues</source>
            <translation>配体和修饰残基</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::SequenceView</name>
        <message>
            <source>Sequence and pLDDT</source>
            <translation>序列和 pLDDT</translation>
        </message>
        <message>
            <source>Arrow keys walk along the residues, Shift extends the selection, Escape clears it.</source>
            <translation>方向键沿残基移动，Shift 扩展选择，Escape 清除。</translation>
        </message>
        <message>
            <source>The structure of this sample could not be read</source>
            <translation>无法读取此样本的结构</translation>
        </message>
        <message>
            <source>No sample is shown</source>
            <translation>没有显示样本</translation>
        </message>
        <message>
            <source>pLDDT</source>
            <translation>pLDDT</translation>
        </message>
        <message>
            <source>%1: pLDDT %2</source>
            <translation>%1：pLDDT %2</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::SpanDetails</name>
        <message>
            <source>Details of the selected span</source>
            <translation>所选时间段的详情</translation>
        </message>
        <message>
            <source>Text of the kernel or graph</source>
            <translation>内核或图的文本</translation>
        </message>
        <message>
            <source>Asking for it ...</source>
            <translation>正在获取……</translation>
        </message>
        <message>
            <source>Click a span for its details; drag over the tracks to measure a range.</source>
            <translation>点击时间段查看详情；在轨道上拖动以测量范围。</translation>
        </message>
        <message numerus="yes">
            <source>%n span(s) selected, %1 together</source>
            <translation>
                <numerusform>已选 %n 个时间段，共 %1</numerusform>
            </translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>stage</source>
            <translation>阶段</translation>
        </message>
        <message>
            <source>computed</source>
            <translation>计算了</translation>
        </message>
        <message>
            <source>begins</source>
            <translation>开始</translation>
        </message>
        <message>
            <source>%1 after the start</source>
            <translation>开始后 %1</translation>
        </message>
        <message>
            <source>exactly</source>
            <translation>精确值</translation>
        </message>
        <message>
            <source>thread</source>
            <translation>线程</translation>
        </message>
        <message>
            <source>inside</source>
            <translation>位于</translation>
        </message>
        <message>
            <source>%1 (%2 of it)</source>
            <translation>%1（其 %2）</translation>
        </message>
        <message>
            <source>Show the graph of %1</source>
            <translation>显示 %1 的图</translation>
        </message>
        <message>
            <source>Show the kernel's text</source>
            <translation>显示内核的文本</translation>
        </message>
        <message>
            <source>module</source>
            <translation>模块</translation>
        </message>
        <message>
            <source>work</source>
            <translation>运算</translation>
        </message>
        <message>
            <source>%1, %2</source>
            <translation>%1，%2</translation>
        </message>
        <message>
            <source>moved</source>
            <translation>传输</translation>
        </message>
        <message>
            <source>of the limit</source>
            <translation>占极限</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1，共 %2</translation>
        </message>
        <message>
            <source>the machine's peak was not measured</source>
            <translation>未测量机器的峰值</translation>
        </message>
        <message>
            <source>compile cache</source>
            <translation>编译缓存</translation>
        </message>
        <message>
            <source>hit</source>
            <translation>命中</translation>
        </message>
        <message>
            <source>why it missed</source>
            <translation>未命中的原因</translation>
        </message>
        <message>
            <source>chosen because</source>
            <translation>选中的理由</translation>
        </message>
        <message>
            <source>not timed: it computed something else</source>
            <translation>未计时：结果不符</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::SpanTableModel</name>
        <message>
            <source>Self time over the length of the range; threads add up</source>
            <translation>自身时间与范围长度之比；各线程相加</translation>
        </message>
        <message>
            <source>Total time over the length of the range; threads add up</source>
            <translation>总时间与范围长度之比；各线程相加</translation>
        </message>
        <message>
            <source>Operations a second over what the machine can do at most</source>
            <translation>每秒运算次数与机器最大能力之比</translation>
        </message>
        <message>
            <source>Not known: the machine's peak was not measured for this run</source>
            <translation>未知：此运行没有测量机器的峰值</translation>
        </message>
        <message>
            <source>span</source>
            <translation>时间段</translation>
        </message>
        <message>
            <source>stage</source>
            <translation>阶段</translation>
        </message>
        <message>
            <source>calls</source>
            <translation>调用</translation>
        </message>
        <message>
            <source>total</source>
            <translation>总计</translation>
        </message>
        <message>
            <source>self</source>
            <translation>自身</translation>
        </message>
        <message>
            <source>self share</source>
            <translation>自身比例</translation>
        </message>
        <message>
            <source>share</source>
            <translation>概率</translation>
        </message>
        <message>
            <source>work</source>
            <translation>运算</translation>
        </message>
        <message>
            <source>moved</source>
            <translation>传输</translation>
        </message>
        <message>
            <source>of the limit</source>
            <translation>占极限</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::SpanTableView</name>
        <message>
            <source>From the top down</source>
            <translation>自上而下</translation>
        </message>
        <message>
            <source>From the bottom up</source>
            <translation>自下而上</translation>
        </message>
        <message>
            <source>By kernel</source>
            <translation>按内核</translation>
        </message>
        <message>
            <source>By module</source>
            <translation>按模块</translation>
        </message>
        <message>
            <source>By pass</source>
            <translation>按编译步骤</translation>
        </message>
        <message>
            <source>Table</source>
            <translation>表格</translation>
        </message>
        <message>
            <source>Filter rows</source>
            <translation>筛选各行</translation>
        </message>
        <message>
            <source>Spans of the range</source>
            <translation>范围内的时间段</translation>
        </message>
        <message>
            <source>No timeline is shown.</source>
            <translation>未显示时间线。</translation>
        </message>
        <message>
            <source>No pass of the compiler ran in this range: with a filled cache none has to.</source>
            <translation>此范围内没有编译步骤：缓存已满时无需运行。</translation>
        </message>
        <message>
            <source>Which modules the kernels belong to is in the timing file of a finished run of this program.</source>
            <translation>内核所属的模块记在本程序完成的运行的计时文件中。</translation>
        </message>
        <message>
            <source>No spans lie in this range, or the filter leaves none.</source>
            <translation>此范围内没有时间段，或全被筛掉。</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::StagePane</name>
        <message>
            <source>Why the first seed took longer</source>
            <translation>为何第一个种子用时更长</translation>
        </message>
        <message>
            <source>No times</source>
            <translation>没有时间</translation>
        </message>
        <message>
            <source>A run of another program, or one without its timeline, has no stages to show.</source>
            <translation>其他程序的运行，或没有时间线的运行，没有可显示的阶段。</translation>
        </message>
        <message>
            <source>Why:</source>
            <translation>原因：</translation>
        </message>
        <message>
            <source>In the timeline:</source>
            <translation>在时间线中：</translation>
        </message>
        <message>
            <source>, in the first seed only.</source>
            <translation>，只在第一个种子中。</translation>
        </message>
        <message>
            <source>, in every seed.</source>
            <translation>，在每个种子中。</translation>
        </message>
        <message>
            <source>Remedy:</source>
            <translation>办法：</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::StageStrips</name>
        <message>
            <source>featurisation</source>
            <translation>特征化</translation>
        </message>
        <message>
            <source>loading</source>
            <translation>载入</translation>
        </message>
        <message>
            <source>tracing</source>
            <translation>跟踪</translation>
        </message>
        <message>
            <source>optimisation</source>
            <translation>优化</translation>
        </message>
        <message>
            <source>code generation</source>
            <translation>代码生成</translation>
        </message>
        <message>
            <source>autotuning</source>
            <translation>自动调优</translation>
        </message>
        <message>
            <source>execution</source>
            <translation>执行</translation>
        </message>
        <message>
            <source>writing</source>
            <translation>写入</translation>
        </message>
        <message>
            <source>explained by no span</source>
            <translation>没有时间段解释</translation>
        </message>
        <message>
            <source>Stages of the first seed and of the others</source>
            <translation>第一个种子和其他种子的阶段</translation>
        </message>
        <message>
            <source>first seed</source>
            <translation>第一个种子</translation>
        </message>
        <message>
            <source>seed %1</source>
            <translation>种子 %1</translation>
        </message>
        <message>
            <source>others</source>
            <translation>其他</translation>
        </message>
        <message>
            <source>running</source>
            <translation>正在运行</translation>
        </message>
        <message>
            <source>not measured</source>
            <translation>未测量</translation>
        </message>
        <message>
            <source>only one seed was run</source>
            <translation>只运行了一个种子</translation>
        </message>
        <message>
            <source>%1, running</source>
            <translation>%1，正在运行</translation>
        </message>
        <message>
            <source>median %1</source>
            <translation>中位数 %1</translation>
        </message>
        <message>
            <source>%1, %2: %3, %4 of it</source>
            <translation>%1，%2：%3，占其 %4</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::TimelineBar</name>
        <message>
            <source>Filter</source>
            <translation>筛选</translation>
        </message>
        <message>
            <source>Which spans are shown, by stage, name and module</source>
            <translation>按阶段、名称和模块决定显示哪些时间段</translation>
        </message>
        <message>
            <source>Search spans (/): a name, a module, or step=12</source>
            <translation>搜索时间段（/）：名称、模块或 step=12</translation>
        </message>
        <message>
            <source>Search spans</source>
            <translation>搜索时间段</translation>
        </message>
        <message>
            <source>Previous span found (Shift+N)</source>
            <translation>上一个找到的时间段（Shift+N）</translation>
        </message>
        <message>
            <source>Next span found (N)</source>
            <translation>下一个找到的时间段（N）</translation>
        </message>
        <message>
            <source>Keys ?</source>
            <translation>按键 ?</translation>
        </message>
        <message>
            <source>Show the keys of the timeline</source>
            <translation>显示时间线的按键</translation>
        </message>
        <message>
            <source>no stage</source>
            <translation>无阶段</translation>
        </message>
        <message>
            <source>Name holds</source>
            <translation>名称包含</translation>
        </message>
        <message>
            <source>Module holds</source>
            <translation>模块包含</translation>
        </message>
        <message>
            <source>Show all</source>
            <translation>全部显示</translation>
        </message>
        <message>
            <source>nothing found</source>
            <translation>未找到</translation>
        </message>
        <message>
            <source>%1 found</source>
            <translation>找到 %1</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1，共 %2</translation>
        </message>
        <message>
            <source>Filter: some are hidden</source>
            <translation>筛选：有隐藏</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::TimelinePane</name>
        <message>
            <source>No timeline is shown</source>
            <translation>未显示时间线</translation>
        </message>
        <message>
            <source>Timeline</source>
            <translation>时间线</translation>
        </message>
        <message>
            <source>Table: from the top down</source>
            <translation>表格：自上而下</translation>
        </message>
        <message>
            <source>Table: from the bottom up</source>
            <translation>表格：自下而上</translation>
        </message>
        <message>
            <source>Table: by kernel</source>
            <translation>表格：按内核</translation>
        </message>
        <message>
            <source>Table: by module of the network</source>
            <translation>表格：按网络模块</translation>
        </message>
        <message>
            <source>Table: by pass of the compiler</source>
            <translation>表格：按编译步骤</translation>
        </message>
        <message>
            <source>Details of the selected span</source>
            <translation>所选时间段的详情</translation>
        </message>
        <message>
            <source>Flame graph of the range</source>
            <translation>范围的火焰图</translation>
        </message>
        <message>
            <source>Kernels against the machine's limit</source>
            <translation>内核与机器极限的对比</translation>
        </message>
        <message>
            <source>Show all spans again</source>
            <translation>重新显示全部时间段</translation>
        </message>
        <message>
            <source>Takes the filter away</source>
            <translation>取消筛选</translation>
        </message>
        <message>
            <source>Copy the table</source>
            <translation>复制表格</translation>
        </message>
        <message>
            <source>As tab-separated text, for a spreadsheet</source>
            <translation>以制表符分隔的文本，供电子表格使用</translation>
        </message>
        <message>
            <source>Export the timeline</source>
            <translation>导出时间线</translation>
        </message>
        <message>
            <source>What is seen as a picture (.png, .svg), or all of it for Chrome (.trace.json) and Perfetto (.pftrace)</source>
            <translation>把所见导出为图片（.png、.svg），或把全部导出给 Chrome（.trace.json）和 Perfetto（.pftrace）</translation>
        </message>
        <message>
            <source>Export the flame graph</source>
            <translation>导出火焰图</translation>
        </message>
        <message>
            <source>Export the plot of the machine's limit</source>
            <translation>导出机器极限图</translation>
        </message>
        <message>
            <source>Export the table</source>
            <translation>导出表格</translation>
        </message>
        <message>
            <source>Picture (*.png *.svg);;Chrome trace (*.trace.json);;Perfetto trace (*.pftrace);;Foldmeter timeline (*.timeline)</source>
            <translation>图片 (*.png *.svg);;Chrome 跟踪 (*.trace.json);;Perfetto 跟踪 (*.pftrace);;Foldmeter 时间线 (*.timeline)</translation>
        </message>
        <message>
            <source>Table (*.tsv)</source>
            <translation>表格 (*.tsv)</translation>
        </message>
        <message>
            <source>Picture (*.png *.svg)</source>
            <translation>图片 (*.png *.svg)</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>导出</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>详情</translation>
        </message>
        <message>
            <source>Table</source>
            <translation>表格</translation>
        </message>
        <message>
            <source>Flame graph</source>
            <translation>火焰图</translation>
        </message>
        <message>
            <source>Limit</source>
            <translation>极限</translation>
        </message>
        <message>
            <source>Details, table, flame graph and limit of the range</source>
            <translation>范围的详情、表格、火焰图和极限</translation>
        </message>
        <message>
            <source>No timeline</source>
            <translation>没有时间线</translation>
        </message>
        <message>
            <source>Runs of other programs have none; a run of this program shows here where its time went, second by second. Traces of other programs (Chrome's JSON, Perfetto) can be opened or dropped on the window.</source>
            <translation>其他程序的运行没有时间线；本程序的运行在此逐秒显示时间花在哪里。其他程序的跟踪（Chrome 的 JSON、Perfetto）可以打开或拖到窗口上。</translation>
        </message>
        <message>
            <source>Sorting the timeline</source>
            <translation>正在排序时间线</translation>
        </message>
        <message>
            <source>spans</source>
            <translation>时间段</translation>
        </message>
        <message>
            <source>The structures and scores of the run are not touched by this.</source>
            <translation>运行的结构和得分不受影响。</translation>
        </message>
        <message>
            <source>Predict again to record a timeline.</source>
            <translation>再次预测以记录时间线。</translation>
        </message>
        <message>
            <source>whole run, %1</source>
            <translation>整个运行，%1</translation>
        </message>
        <message>
            <source>%1 measured</source>
            <translation>测量了 %1</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::TimelineView</name>
        <message>
            <source>%1, up to %2</source>
            <translation>%1，最多 %2</translation>
        </message>
        <message>
            <source>%1 in view</source>
            <translation>视图中 %1</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>Timeline tracks</source>
            <translation>时间线轨道</translation>
        </message>
        <message>
            <source>W and S zoom, A and D pan, F fits the selection, arrow keys walk from span to span, Return zooms to the selected span, the question mark shows all keys.</source>
            <translation>W 和 S 缩放，A 和 D 平移，F 适合所选，箭头键在时间段间移动，回车缩放到所选时间段，问号显示全部按键。</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1，共 %2</translation>
        </message>
        <message>
            <source>%1
Click to pin this row to the top, or to let it go.</source>
            <translation>%1
单击以把此行固定在顶部，或取消。</translation>
        </message>
        <message>
            <source>Selected: %1, %2</source>
            <translation>已选：%1，%2</translation>
        </message>
        <message>
            <source>Nothing selected</source>
            <translation>没有选择</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::TrackListBuilder</name>
        <message>
            <source>Stages</source>
            <translation>阶段</translation>
        </message>
        <message>
            <source>main thread</source>
            <translation>主线程</translation>
        </message>
        <message>
            <source>Seeds and samples</source>
            <translation>种子和样本</translation>
        </message>
        <message>
            <source>seeds</source>
            <translation>种子</translation>
        </message>
        <message>
            <source>phases</source>
            <translation>阶段</translation>
        </message>
        <message>
            <source>samples</source>
            <translation>样本</translation>
        </message>
        <message>
            <source>no module</source>
            <translation>无模块</translation>
        </message>
        <message>
            <source>Programs</source>
            <translation>程序</translation>
        </message>
        <message>
            <source>Threads</source>
            <translation>线程</translation>
        </message>
        <message>
            <source>Kernels by module</source>
            <translation>按模块的内核</translation>
        </message>
        <message>
            <source>Memory and counters</source>
            <translation>内存和计数器</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::gui::ValueTable</name>
        <message>
            <source>A wider pane shows also: %1</source>
            <translation>窗格更宽时还显示：%1</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::job</name>
        <message>
            <source>sequence</source>
            <translation>序列</translation>
        </message>
        <message>
            <source>%1 looks like a PDB id. Entries are not fetched: drop the entry's mmCIF file here instead.</source>
            <translation>%1 看来是 PDB id。不会下载条目：请把该条目的 mmCIF 文件拖到这里。</translation>
        </message>
        <message>
            <source>component</source>
            <translation>组分</translation>
        </message>
        <message>
            <source>SMILES</source>
            <translation>SMILES</translation>
        </message>
        <message>
            <source>The text is no job, sequence, SMILES or component code.</source>
            <translation>文本不是任务、序列、SMILES 或组分代码。</translation>
        </message>
        <message>
            <source>dropped</source>
            <translation>已略去</translation>
        </message>
        <message>
            <source>assumed</source>
            <translation>假定</translation>
        </message>
        <message>
            <source>FASTA</source>
            <translation>FASTA</translation>
        </message>
        <message>
            <source>At least one seed is needed.</source>
            <translation>至少需要一个种子。</translation>
        </message>
        <message>
            <source>A part between commas is empty.</source>
            <translation>逗号之间有空的部分。</translation>
        </message>
        <message>
            <source>“%1” is no seed: whole numbers from 0 to 4294967295, or a range such as 5-8.</source>
            <translation>“%1”不是种子：0 到 4294967295 的整数，或 5-8 之类的范围。</translation>
        </message>
        <message>
            <source>The range %1 runs backwards.</source>
            <translation>范围 %1 是倒的。</translation>
        </message>
        <message>
            <source>More than %1 seeds.</source>
            <translation>多于 %1 个种子。</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::job::BondsTable</name>
        <message>
            <source>Chain</source>
            <translation>链</translation>
        </message>
        <message>
            <source>Residue</source>
            <translation>残基</translation>
        </message>
        <message>
            <source>Atom</source>
            <translation>原子</translation>
        </message>
        <message>
            <source>Covalent bonds</source>
            <translation>共价键</translation>
        </message>
        <message>
            <source>Add bond</source>
            <translation>添加键</translation>
        </message>
        <message>
            <source>Remove bond</source>
            <translation>删除键</translation>
        </message>
        <message>
            <source>Remove the marked bond</source>
            <translation>删除标记的键</translation>
        </message>
        <message>
            <source>Remove bond: none is marked</source>
            <translation>删除键：没有标记任何键</translation>
        </message>
        <message>
            <source>A covalent bond between two atoms, such as a glycan on its asparagine</source>
            <translation>两个原子之间的共价键，例如天冬酰胺上的聚糖</translation>
        </message>
        <message>
            <source>Add bond: it takes two chains, and atoms of SMILES ligands have no names</source>
            <translation>添加键：需要两条链，且 SMILES 配体的原子没有名字</translation>
        </message>
        <message>
            <source>Residue %1 of chain %2 is %3</source>
            <translation>链 %2 的残基 %1 是 %3</translation>
        </message>
        <message>
            <source>Change bond</source>
            <translation>更改键</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::job::ComponentPicker</name>
        <message>
            <source>Code, name or formula: ATP, aspirin, C8 H9 N O2</source>
            <translation>代码、名称或分子式：ATP、aspirin、C8 H9 N O2</translation>
        </message>
        <message>
            <source>Search components</source>
            <translation>搜索组分</translation>
        </message>
        <message>
            <source>Code</source>
            <translation>代码</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Formula</source>
            <translation>分子式</translation>
        </message>
        <message>
            <source>Components found</source>
            <translation>找到的组分</translation>
        </message>
        <message>
            <source>Reading the dictionary…</source>
            <translation>正在读取词典…</translation>
        </message>
        <message>
            <source>obsolete</source>
            <translation>已废弃</translation>
        </message>
        <message>
            <source>%1 components; type what you know of one</source>
            <translation>%1 个组分；请键入您所知的内容</translation>
        </message>
        <message>
            <source>No component is called so; a new molecule can be given as SMILES</source>
            <translation>没有这样命名的组分；新的分子可以写成 SMILES</translation>
        </message>
        <message>
            <source>The first %1; type more to narrow it down. Enter takes the marked one</source>
            <translation>前 %1 个；请继续键入以缩小范围。Enter 选用标记者</translation>
        </message>
        <message numerus="yes">
            <source>%n found. Enter takes the marked one</source>
            <translation>
                <numerusform>找到 %n 个。Enter 选用标记者</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>foldmeter::job::DepictionView</name>
        <message>
            <source>Drawing of the molecule</source>
            <translation>分子的图形</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::job::EntityCard</name>
        <message>
            <source>This entry of "sequences" is no protein, RNA, DNA or ligand. Mend it in the JSON text, or remove it.</source>
            <translation>"sequences" 的这一项不是蛋白质、RNA、DNA 或配体。请在 JSON 文本中修正，或删除它。</translation>
        </message>
        <message>
            <source>Move up</source>
            <translation>上移</translation>
        </message>
        <message>
            <source>Move down</source>
            <translation>下移</translation>
        </message>
        <message>
            <source>Duplicate</source>
            <translation>复制一份</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Protein</source>
            <translation>蛋白质</translation>
        </message>
        <message>
            <source>RNA</source>
            <translation>RNA</translation>
        </message>
        <message>
            <source>DNA</source>
            <translation>DNA</translation>
        </message>
        <message>
            <source>Ligand, ion</source>
            <translation>配体、离子</translation>
        </message>
        <message>
            <source>Kind of entity</source>
            <translation>实体种类</translation>
        </message>
        <message>
            <source>Chain ids</source>
            <translation>链 id</translation>
        </message>
        <message>
            <source>One chain for each id: capital letters, separated by commas</source>
            <translation>每个 id 一条链：大写字母，以逗号分隔</translation>
        </message>
        <message>
            <source>Copies</source>
            <translation>拷贝</translation>
        </message>
        <message>
            <source>How many chains of this kind the job has</source>
            <translation>任务中这类链有多少条</translation>
        </message>
        <message>
            <source> ×</source>
            <translation> ×</translation>
        </message>
        <message>
            <source>Description</source>
            <translation>描述</translation>
        </message>
        <message>
            <source>Chains</source>
            <translation>链</translation>
        </message>
        <message>
            <source>Change kind of entity</source>
            <translation>更改实体种类</translation>
        </message>
        <message>
            <source>Change copies</source>
            <translation>更改拷贝数</translation>
        </message>
        <message>
            <source>Edit description</source>
            <translation>编辑描述</translation>
        </message>
        <message>
            <source>Move entity</source>
            <translation>移动实体</translation>
        </message>
        <message>
            <source>Duplicate entity</source>
            <translation>复制实体</translation>
        </message>
        <message>
            <source>Remove entity</source>
            <translation>删除实体</translation>
        </message>
        <message>
            <source>Move up: it is the first</source>
            <translation>上移：它是第一个</translation>
        </message>
        <message>
            <source>Move down: it is the last</source>
            <translation>下移：它是最后一个</translation>
        </message>
        <message>
            <source>%1 %2</source>
            <translation>%1 %2</translation>
        </message>
        <message>
            <source>Name chains</source>
            <translation>命名链</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::job::JobPage</name>
        <message>
            <source>checking…</source>
            <translation>正在检查…</translation>
        </message>
        <message>
            <source>Name of the job</source>
            <translation>任务的名字</translation>
        </message>
        <message>
            <source>Seeds</source>
            <translation>种子</translation>
        </message>
        <message>
            <source>One prediction for each seed, in this order: 1,2,5-8</source>
            <translation>每个种子一次预测，按此次序：1,2,5-8</translation>
        </message>
        <message>
            <source>Number of seeds</source>
            <translation>种子数</translation>
        </message>
        <message>
            <source>How many seeds, counted on from the first</source>
            <translation>种子的个数，从第一个开始计数</translation>
        </message>
        <message>
            <source>Size of the job</source>
            <translation>任务的大小</translation>
        </message>
        <message>
            <source>Job of the file</source>
            <translation>文件中的任务</translation>
        </message>
        <message>
            <source>number</source>
            <translation>数量</translation>
        </message>
        <message>
            <source>Rename job</source>
            <translation>重命名任务</translation>
        </message>
        <message>
            <source>Set seeds</source>
            <translation>设置种子</translation>
        </message>
        <message>
            <source>Set number of seeds</source>
            <translation>设置种子数</translation>
        </message>
        <message>
            <source>Choose job</source>
            <translation>选择任务</translation>
        </message>
        <message>
            <source>No entity yet</source>
            <translation>还没有实体</translation>
        </message>
        <message>
            <source>Paste a sequence, FASTA, SMILES or a whole job; drop a file of AlphaFold 3, AlphaFold Server, Protenix, Boltz, Chai, FASTA, PDB or mmCIF; or add an entity below.</source>
            <translation>粘贴序列、FASTA、SMILES 或整个任务；拖入 AlphaFold 3、AlphaFold Server、Protenix、Boltz、Chai、FASTA、PDB 或 mmCIF 文件；或在下方添加实体。</translation>
        </message>
        <message>
            <source>Open file…</source>
            <translation>打开文件…</translation>
        </message>
        <message>
            <source>Covalent bonds</source>
            <translation>共价键</translation>
        </message>
        <message>
            <source>Job as JSON</source>
            <translation>JSON 形式的任务</translation>
        </message>
        <message>
            <source>Open job</source>
            <translation>打开任务</translation>
        </message>
        <message>
            <source>Reading…</source>
            <translation>正在读取…</translation>
        </message>
        <message>
            <source>Job %1 of %2: %3</source>
            <translation>任务 %1，共 %2：%3</translation>
        </message>
        <message>
            <source>Open %1</source>
            <translation>打开 %1</translation>
        </message>
        <message>
            <source>Read as %1, now in AlphaFold 3's form.</source>
            <translation>按 %1 读取，现为 AlphaFold 3 的形式。</translation>
        </message>
        <message>
            <source>Paste %1</source>
            <translation>粘贴 %1</translation>
        </message>
        <message numerus="yes">
            <source>and %n more (see the tooltip)</source>
            <translation>
                <numerusform>以及另外 %n 个（见提示）</numerusform>
            </translation>
        </message>
        <message>
            <source>Dismiss</source>
            <translation>关闭提示</translation>
        </message>
        <message>
            <source>The text is %1. The form shows AlphaFold 3's dialect.</source>
            <translation>文本是 %1。表单显示 AlphaFold 3 的格式。</translation>
        </message>
        <message>
            <source>Turn into AlphaFold 3 JSON</source>
            <translation>转换为 AlphaFold 3 JSON</translation>
        </message>
        <message>
            <source>The text is not a JSON object at the moment; the form waits and shows the job as it was before.</source>
            <translation>文本目前不是 JSON 对象；表单等待，并显示之前的任务。</translation>
        </message>
        <message numerus="yes">
            <source>%n error(s)</source>
            <translation>
                <numerusform>%n 个错误</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n chain(s)</source>
            <translation>
                <numerusform>%n 条链</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 tokens</source>
            <translation>%1 个 token</translation>
        </message>
        <message>
            <source>%1 atoms</source>
            <translation>%1 个原子</translation>
        </message>
        <message numerus="yes">
            <source>%n warning(s)</source>
            <translation>
                <numerusform>%n 个警告</numerusform>
            </translation>
        </message>
        <message>
            <source>zinc</source>
            <translation>锌</translation>
        </message>
        <message>
            <source>magnesium</source>
            <translation>镁</translation>
        </message>
        <message>
            <source>calcium</source>
            <translation>钙</translation>
        </message>
        <message>
            <source>sodium</source>
            <translation>钠</translation>
        </message>
        <message>
            <source>potassium</source>
            <translation>钾</translation>
        </message>
        <message>
            <source>chloride</source>
            <translation>氯</translation>
        </message>
        <message>
            <source>iron(III)</source>
            <translation>铁(III)</translation>
        </message>
        <message>
            <source>iron(II)</source>
            <translation>铁(II)</translation>
        </message>
        <message>
            <source>manganese</source>
            <translation>锰</translation>
        </message>
        <message>
            <source>cobalt(II)</source>
            <translation>钴(II)</translation>
        </message>
        <message>
            <source>nickel</source>
            <translation>镍</translation>
        </message>
        <message>
            <source>copper(II)</source>
            <translation>铜(II)</translation>
        </message>
        <message>
            <source>Job</source>
            <translation>任务</translation>
        </message>
        <message>
            <source>The JSON text is broken; mend it first.</source>
            <translation>JSON 文本有误；请先修正。</translation>
        </message>
        <message>
            <source>Open job…</source>
            <translation>打开任务…</translation>
        </message>
        <message>
            <source>Start an empty job</source>
            <translation>开始一个空任务</translation>
        </message>
        <message>
            <source>Save job</source>
            <translation>保存任务</translation>
        </message>
        <message>
            <source>Save job as…</source>
            <translation>任务另存为…</translation>
        </message>
        <message>
            <source>Paste into the job</source>
            <translation>粘贴到任务中</translation>
        </message>
        <message>
            <source>Go to the JSON text</source>
            <translation>转到 JSON 文本</translation>
        </message>
        <message>
            <source>Go to the first problem</source>
            <translation>转到第一个问题</translation>
        </message>
        <message>
            <source>The job has no problem.</source>
            <translation>任务没有问题。</translation>
        </message>
        <message>
            <source>Add protein</source>
            <translation>添加蛋白质</translation>
        </message>
        <message>
            <source>Add RNA</source>
            <translation>添加 RNA</translation>
        </message>
        <message>
            <source>Add DNA</source>
            <translation>添加 DNA</translation>
        </message>
        <message>
            <source>Add ligand</source>
            <translation>添加配体</translation>
        </message>
        <message>
            <source>Add %1 ion (%2)</source>
            <translation>添加%1离子（%2）</translation>
        </message>
        <message>
            <source>Predict</source>
            <translation>预测</translation>
        </message>
        <message>
            <source>Add ion</source>
            <translation>添加离子</translation>
        </message>
        <message>
            <source>Jobs (*.json *.yaml *.yml *.fasta *.fa *.cif *.mmcif *.pdb *.ent *.gz *.xz *.zst);;All files (*)</source>
            <translation>任务 (*.json *.yaml *.yml *.fasta *.fa *.cif *.mmcif *.pdb *.ent *.gz *.xz *.zst);;所有文件 (*)</translation>
        </message>
        <message>
            <source>AlphaFold 3 JSON (*.json)</source>
            <translation>AlphaFold 3 JSON (*.json)</translation>
        </message>
        <message>
            <source>Follow moved paths</source>
            <translation>跟随移动的路径</translation>
        </message>
        <message>
            <source>The job was not saved: %1</source>
            <translation>任务没有保存：%1</translation>
        </message>
        <message>
            <source>The job is being checked.</source>
            <translation>任务正在检查。</translation>
        </message>
        <message>
            <source>The text is %1; turn it into AlphaFold 3 JSON first.</source>
            <translation>文本是 %1；请先转换为 AlphaFold 3 JSON。</translation>
        </message>
        <message>
            <source>The job has no entity yet.</source>
            <translation>任务还没有实体。</translation>
        </message>
        <message>
            <source>The job has errors: %1</source>
            <translation>任务有错误：%1</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::job::JsonEditor</name>
        <message>
            <source>Job as JSON text</source>
            <translation>JSON 文本形式的任务</translation>
        </message>
        <message>
            <source>Edit text</source>
            <translation>编辑文本</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::job::LigandBody</name>
        <message>
            <source>Component</source>
            <translation>组分</translation>
        </message>
        <message>
            <source>SMILES</source>
            <translation>SMILES</translation>
        </message>
        <message>
            <source>A component of the dictionary by its code</source>
            <translation>词典中的组分，以代码指定</translation>
        </message>
        <message>
            <source>Any molecule, written as SMILES</source>
            <translation>任何分子，写成 SMILES</translation>
        </message>
        <message>
            <source>ATP; several for a chain of sugars: NAG, NAG, BMA</source>
            <translation>ATP；糖链写多个：NAG, NAG, BMA</translation>
        </message>
        <message>
            <source>Component codes</source>
            <translation>组分代码</translation>
        </message>
        <message>
            <source>Search…</source>
            <translation>搜索…</translation>
        </message>
        <message>
            <source>Search the component dictionary by code, name or formula</source>
            <translation>按代码、名称或分子式搜索组分词典</translation>
        </message>
        <message>
            <source>CC(=O)Oc1ccccc1C(=O)O</source>
            <translation>CC(=O)Oc1ccccc1C(=O)O</translation>
        </message>
        <message>
            <source>%1: not in the dictionary</source>
            <translation>%1：不在词典中</translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>以及另外 %n 个</numerusform>
            </translation>
        </message>
        <message>
            <source>Set component</source>
            <translation>设置组分</translation>
        </message>
        <message>
            <source>Edit SMILES</source>
            <translation>编辑 SMILES</translation>
        </message>
        <message>
            <source>Give the ligand as SMILES</source>
            <translation>以 SMILES 给出配体</translation>
        </message>
        <message>
            <source>Give the ligand as component</source>
            <translation>以组分给出配体</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::job::PolymerBody</name>
        <message>
            <source>%1 sequences</source>
            <translation>%1 条序列</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>Modified residues</source>
            <translation>修饰残基</translation>
        </message>
        <message>
            <source>Edit sequence</source>
            <translation>编辑序列</translation>
        </message>
        <message numerus="yes">
            <source>%n residue(s)</source>
            <translation>
                <numerusform>%n 个残基</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more modified</source>
            <translation>
                <numerusform>还有 %n 个修饰</numerusform>
            </translation>
        </message>
        <message>
            <source>alignment: %1</source>
            <translation>比对：%1</translation>
        </message>
        <message>
            <source>paired: %1</source>
            <translation>配对：%1</translation>
        </message>
        <message>
            <source>templates: none</source>
            <translation>模板：无</translation>
        </message>
        <message>
            <source>templates: %1</source>
            <translation>模板：%1</translation>
        </message>
        <message>
            <source>Alignments and templates: %1</source>
            <translation>比对和模板：%1</translation>
        </message>
        <message>
            <source>Unpaired alignment</source>
            <translation>未配对的比对</translation>
        </message>
        <message>
            <source>Sequences related to this chain alone</source>
            <translation>只与此链相关的序列</translation>
        </message>
        <message>
            <source>Paired alignment</source>
            <translation>配对的比对</translation>
        </message>
        <message>
            <source>Sequences that are matched with those of other chains by species</source>
            <translation>按物种与其他链的序列配对的序列</translation>
        </message>
        <message>
            <source>Paired</source>
            <translation>配对</translation>
        </message>
        <message>
            <source>Templates</source>
            <translation>模板</translation>
        </message>
        <message>
            <source>Alignment</source>
            <translation>比对</translation>
        </message>
        <message>
            <source>Set alignment</source>
            <translation>设置比对</translation>
        </message>
        <message>
            <source>Set paired alignment</source>
            <translation>设置配对比对</translation>
        </message>
        <message>
            <source>Add template</source>
            <translation>添加模板</translation>
        </message>
        <message>
            <source>Remove template</source>
            <translation>删除模板</translation>
        </message>
        <message>
            <source>Modification of a residue</source>
            <translation>残基的修饰</translation>
        </message>
        <message>
            <source>Modify %1</source>
            <translation>修饰 %1</translation>
        </message>
        <message>
            <source>Remove modification of %1</source>
            <translation>删除 %1 的修饰</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::job::ProblemView</name>
        <message>
            <source>Problems of the job</source>
            <translation>任务的问题</translation>
        </message>
        <message>
            <source>Line</source>
            <translation>行</translation>
        </message>
        <message>
            <source>Problem</source>
            <translation>问题</translation>
        </message>
        <message>
            <source>What to do</source>
            <translation>办法</translation>
        </message>
        <message>
            <source>Error: %1</source>
            <translation>错误：%1</translation>
        </message>
        <message>
            <source>Warning: %1</source>
            <translation>警告：%1</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::job::SequenceEdit</name>
        <message>
            <source>Sequence</source>
            <translation>序列</translation>
        </message>
        <message>
            <source>Type or paste a sequence</source>
            <translation>键入或粘贴序列</translation>
        </message>
        <message numerus="yes">
            <source>%n residue(s)</source>
            <translation>
                <numerusform>%n 个残基</numerusform>
            </translation>
        </message>
        <message>
            <source>; before residue %1, %2</source>
            <translation>；在残基 %1，%2 之前</translation>
        </message>
        <message>
            <source>, modified: %1</source>
            <translation>，有修饰：%1</translation>
        </message>
        <message>
            <source>; %1 to %2 selected</source>
            <translation>；已选 %1 到 %2</translation>
        </message>
        <message>
            <source>Modify %1…</source>
            <translation>修饰 %1…</translation>
        </message>
        <message>
            <source>Remove the modification of %1</source>
            <translation>删除 %1 的修饰</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Paste</source>
            <translation>粘贴</translation>
        </message>
        <message>
            <source>Residue %1: %2</source>
            <translation>残基 %1：%2</translation>
        </message>
        <message>
            <source>, modified to %1</source>
            <translation>，修饰为 %1</translation>
        </message>
        <message>
            <source>Double-click or Enter to modify it</source>
            <translation>双击或按 Enter 进行修饰</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::job::SourceField</name>
        <message>
            <source>None (single sequence)</source>
            <translation>无（单序列）</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>Left open</source>
            <translation>未指定</translation>
        </message>
        <message>
            <source>AlphaFold 3 would search databases; this program does not, and predicts without</source>
            <translation>AlphaFold 3 会搜索数据库；本程序不搜索，在没有它的情况下预测</translation>
        </message>
        <message>
            <source>%1: file</source>
            <translation>%1：文件</translation>
        </message>
        <message>
            <source>alignment.a3m, .gz, .xz or .zst</source>
            <translation>alignment.a3m、.gz、.xz 或 .zst</translation>
        </message>
        <message>
            <source>Choose a file</source>
            <translation>选择文件</translation>
        </message>
        <message>
            <source>%1: choose a file</source>
            <translation>%1：选择文件</translation>
        </message>
        <message>
            <source>In the job</source>
            <translation>在任务中</translation>
        </message>
        <message>
            <source>%1 sequences, %2</source>
            <translation>%1 条序列，%2</translation>
        </message>
        <message>
            <source>predicted without; nothing is searched here</source>
            <translation>在没有它的情况下预测；这里不做搜索</translation>
        </message>
        <message>
            <source>Alignment</source>
            <translation>比对</translation>
        </message>
        <message>
            <source>Alignments (*.a3m *.fasta *.fa *.gz *.xz *.zst);;All files (*)</source>
            <translation>比对 (*.a3m *.fasta *.fa *.gz *.xz *.zst);;所有文件 (*)</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::job::TemplatesField</name>
        <message>
            <source>Add template…</source>
            <translation>添加模板…</translation>
        </message>
        <message>
            <source>An mmCIF file of one related structure; its chain is aligned with this sequence</source>
            <translation>一个相关结构的 mmCIF 文件；其链与此序列比对</translation>
        </message>
        <message>
            <source>structure in the job</source>
            <translation>任务中的结构</translation>
        </message>
        <message numerus="yes">
            <source>%1: %n residue(s)</source>
            <translation>
                <numerusform>%1：%n 个残基</numerusform>
            </translation>
        </message>
        <message>
            <source>Remove this template</source>
            <translation>删除此模板</translation>
        </message>
        <message>
            <source>Remove template %1</source>
            <translation>删除模板 %1</translation>
        </message>
        <message>
            <source>Template structure</source>
            <translation>模板结构</translation>
        </message>
        <message>
            <source>mmCIF (*.cif *.mmcif *.gz *.xz *.zst);;All files (*)</source>
            <translation>mmCIF (*.cif *.mmcif *.gz *.xz *.zst);;所有文件 (*)</translation>
        </message>
        <message>
            <source>Reading %1…</source>
            <translation>正在读取 %1…</translation>
        </message>
        <message>
            <source>%1 of %2 aligned residues are the same</source>
            <translation>%2 个对齐的残基中 %1 个相同</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::look::StatePane</name>
        <message>
            <source>Copy details</source>
            <translation>复制详情</translation>
        </message>
        <message>
            <source>%1 of %2 %3</source>
            <translation>%1，共 %2 %3</translation>
        </message>
        <message>
            <source>%1 %2</source>
            <translation>%1 %2</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::queue</name>
        <message>
            <source>1 sample</source>
            <translation>1 个样本</translation>
        </message>
        <message>
            <source>%1 samples</source>
            <translation>%1 个样本</translation>
        </message>
        <message>
            <source>starting</source>
            <translation>正在启动</translation>
        </message>
        <message>
            <source>waiting</source>
            <translation>等待中</translation>
        </message>
        <message>
            <source>running</source>
            <translation>正在运行</translation>
        </message>
        <message>
            <source>held</source>
            <translation>已搁置</translation>
        </message>
        <message>
            <source>finished</source>
            <translation>已完成</translation>
        </message>
        <message>
            <source>partly finished</source>
            <translation>部分完成</translation>
        </message>
        <message>
            <source>cancelled</source>
            <translation>已取消</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>seed %1 of %2</source>
            <translation>种子 %1，共 %2</translation>
        </message>
        <message>
            <source>recycle %1/%2</source>
            <translation>循环 %1/%2</translation>
        </message>
        <message>
            <source>trunk</source>
            <translation>主干</translation>
        </message>
        <message>
            <source>step %1/%2</source>
            <translation>步 %1/%2</translation>
        </message>
        <message>
            <source>scoring sample %1/%2</source>
            <translation>正在为样本 %1/%2 评分</translation>
        </message>
        <message>
            <source>preparing</source>
            <translation>准备中</translation>
        </message>
        <message>
            <source>%1 left</source>
            <translation>剩余 %1</translation>
        </message>
        <message>
            <source>%1 s</source>
            <translation>%1 s</translation>
        </message>
        <message>
            <source>nothing was finished</source>
            <translation>没有完成任何内容</translation>
        </message>
        <message>
            <source>%1 kept</source>
            <translation>保留了 %1</translation>
        </message>
        <message>
            <source>, %1 seeds failed</source>
            <translation>，%1 个种子失败</translation>
        </message>
        <message>
            <source>%1: %2, %3 in %4</source>
            <translation>%1：%2，%3，用时 %4</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::queue::FinishNotice</name>
        <message>
            <source>Foldmeter</source>
            <translation>Foldmeter</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::queue::LiveStrip</name>
        <message>
            <source>Stages</source>
            <translation>阶段</translation>
        </message>
        <message>
            <source>to come</source>
            <translation>即将进行</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1：%2</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::queue::MemoryCurve</name>
        <message>
            <source>%1 of %2</source>
            <translation>%1，共 %2</translation>
        </message>
        <message>
            <source>Memory</source>
            <translation>内存</translation>
        </message>
        <message>
            <source>now %1, at most %2</source>
            <translation>现在 %1，至多 %2</translation>
        </message>
        <message>
            <source>Memory of the engine: %1</source>
            <translation>引擎的内存：%1</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::queue::QueueCard</name>
        <message>
            <source>Earlier</source>
            <translation>提前</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>推后</translation>
        </message>
        <message>
            <source>Hold</source>
            <translation>搁置</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Goes on where it stands</source>
            <translation>从停下之处继续</translation>
        </message>
        <message>
            <source>Stands still after the present step</source>
            <translation>在当前步之后停住</translation>
        </message>
        <message>
            <source>Others are run before it</source>
            <translation>先运行其他任务</translation>
        </message>
        <message>
            <source>Stops after the present step; finished samples are kept</source>
            <translation>在当前步之后停止；已完成的样本保留</translation>
        </message>
        <message>
            <source>Takes the job out of the line</source>
            <translation>把任务移出队列</translation>
        </message>
        <message>
            <source>Shows what is there of the run</source>
            <translation>显示运行中已有的内容</translation>
        </message>
        <message>
            <source>Seed %1: %2</source>
            <translation>种子 %1：%2</translation>
        </message>
        <message>
            <source>%1, %2</source>
            <translation>%1，%2</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::queue::QueuePane</name>
        <message>
            <source>Queue</source>
            <translation>队列</translation>
        </message>
        <message>
            <source>Clear what is over</source>
            <translation>清除已结束的</translation>
        </message>
        <message>
            <source>Takes jobs that are over off the list; their runs stay in the history</source>
            <translation>把已结束的任务移出列表；其运行留在历史中</translation>
        </message>
        <message>
            <source>No job is over.</source>
            <translation>没有已结束的任务。</translation>
        </message>
        <message>
            <source>Move a job earlier</source>
            <translation>把任务提前</translation>
        </message>
        <message>
            <source>Move a job later</source>
            <translation>把任务推后</translation>
        </message>
        <message>
            <source>Nothing in the queue</source>
            <translation>队列中没有任务</translation>
        </message>
        <message>
            <source>Predict a job and it is run here, one after the other; the window stays free.</source>
            <translation>预测任务会在这里依次运行；窗口保持可用。</translation>
        </message>
        <message>
            <source>Predict an example</source>
            <translation>预测一个示例</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::runs::RunDetails</name>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>Run again</source>
            <translation>再运行一次</translation>
        </message>
        <message>
            <source>Details of the run</source>
            <translation>运行的详情</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>标题</translation>
        </message>
        <message>
            <source>Picture of the best sample</source>
            <translation>最佳样本的图片</translation>
        </message>
        <message>
            <source>Tags, separated by blanks</source>
            <translation>标签，以空格分隔</translation>
        </message>
        <message>
            <source>Tags</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>Notes</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>More seeds</source>
            <translation>更多种子</translation>
        </message>
        <message>
            <source>Samples a seed</source>
            <translation>每个种子的样本</translation>
        </message>
        <message>
            <source>Recycles</source>
            <translation>循环</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>1 seed</source>
            <translation>1 个种子</translation>
        </message>
        <message>
            <source>%1 seeds</source>
            <translation>%1 个种子</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>%1, 1 sample</source>
            <translation>%1，1 个样本</translation>
        </message>
        <message>
            <source>%1, %2 samples</source>
            <translation>%1，%2 个样本</translation>
        </message>
        <message>
            <source>Ranking score</source>
            <translation>排序得分</translation>
        </message>
        <message>
            <source>pTM</source>
            <translation>pTM</translation>
        </message>
        <message>
            <source>ipTM</source>
            <translation>ipTM</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>%1 tokens, %2 atoms</source>
            <translation>%1 个 token，%2 个原子</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>A seed</source>
            <translation>每个种子</translation>
        </message>
        <message>
            <source>First seed</source>
            <translation>第一个种子</translation>
        </message>
        <message>
            <source>%1 of the others</source>
            <translation>其他种子的 %1</translation>
        </message>
        <message>
            <source>Peak memory</source>
            <translation>内存峰值</translation>
        </message>
        <message>
            <source>When</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>设备</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>版本</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>On disk</source>
            <translation>磁盘占用</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>Command</source>
            <translation>命令</translation>
        </message>
        <message>
            <source>The folder is gone, and the job with it.</source>
            <translation>文件夹已不存在，任务也随之丢失。</translation>
        </message>
        <message>
            <source>Another program ran this; open its input in the job editor to predict it here.</source>
            <translation>这是其他程序运行的；请在任务编辑器中打开其输入，在这里预测。</translation>
        </message>
        <message>
            <source>It is running.</source>
            <translation>它正在运行。</translation>
        </message>
        <message>
            <source>Add a seed</source>
            <translation>添加一个种子</translation>
        </message>
        <message>
            <source>Add %1 seeds</source>
            <translation>添加 %1 个种子</translation>
        </message>
        <message>
            <source>The seeds join this run; what is finished is kept.</source>
            <translation>新的种子加入此运行；已完成的保留。</translation>
        </message>
        <message>
            <source>Makes a run of its own beside this one.</source>
            <translation>在此运行旁另做一次运行。</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::runs::RunsModel</name>
        <message>
            <source>folder is gone</source>
            <translation>文件夹已不存在</translation>
        </message>
        <message>
            <source>waiting</source>
            <translation>等待中</translation>
        </message>
        <message>
            <source>running</source>
            <translation>正在运行</translation>
        </message>
        <message>
            <source>finished</source>
            <translation>已完成</translation>
        </message>
        <message>
            <source>partly finished</source>
            <translation>部分完成</translation>
        </message>
        <message>
            <source>cancelled</source>
            <translation>已取消</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>imported</source>
            <translation>导入的</translation>
        </message>
        <message>
            <source>not known</source>
            <translation>未知</translation>
        </message>
        <message>
            <source>%1 is not there any more</source>
            <translation>%1 已不在那里</translation>
        </message>
        <message>
            <source>%1; a single chain has none</source>
            <translation>%1；单链没有</translation>
        </message>
        <message>
            <source>%1, median of the seeds' execution</source>
            <translation>%1，各种子执行时间的中位数</translation>
        </message>
        <message>
            <source>%1 bytes</source>
            <translation>%1 字节</translation>
        </message>
        <message>
            <source>Number of the run; stands for its folder on the command line</source>
            <translation>运行的编号；在命令行上代表其文件夹</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>运行</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>标题</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>When it was started</source>
            <translation>何时开始</translation>
        </message>
        <message>
            <source>When</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Finished seeds</source>
            <translation>完成的种子</translation>
        </message>
        <message>
            <source>Seeds</source>
            <translation>种子</translation>
        </message>
        <message>
            <source>Finished samples</source>
            <translation>完成的样本</translation>
        </message>
        <message>
            <source>Samples</source>
            <translation>样本</translation>
        </message>
        <message>
            <source>Ranking score of the best sample</source>
            <translation>最佳样本的排序得分</translation>
        </message>
        <message>
            <source>Score</source>
            <translation>得分</translation>
        </message>
        <message>
            <source>ipTM of the best sample</source>
            <translation>最佳样本的 ipTM</translation>
        </message>
        <message>
            <source>ipTM</source>
            <translation>ipTM</translation>
        </message>
        <message>
            <source>Tokens</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>Time of the whole job</source>
            <translation>整个任务的用时</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Execution of a seed, median</source>
            <translation>种子的执行时间，中位数</translation>
        </message>
        <message>
            <source>A seed</source>
            <translation>每个种子</translation>
        </message>
        <message>
            <source>Peak memory</source>
            <translation>内存峰值</translation>
        </message>
        <message>
            <source>Memory</source>
            <translation>内存</translation>
        </message>
        <message>
            <source>Precision</source>
            <translation>精度</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Tags</source>
            <translation>标签</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::runs::RunsPage</name>
        <message>
            <source>Runs</source>
            <translation>历史</translation>
        </message>
        <message>
            <source>Search titles, notes, tags, models, folders; tag:paper, state:failed, -word</source>
            <translation>搜索标题、备注、标签、模型、文件夹；tag:paper、state:failed、-词</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>搜索</translation>
        </message>
        <message>
            <source>Which runs</source>
            <translation>哪些运行</translation>
        </message>
        <message>
            <source>All runs</source>
            <translation>全部运行</translation>
        </message>
        <message>
            <source>Trash</source>
            <translation>回收站</translation>
        </message>
        <message>
            <source>Rename run %1</source>
            <translation>重命名运行 %1</translation>
        </message>
        <message>
            <source>Tag run %1</source>
            <translation>为运行 %1 加标签</translation>
        </message>
        <message>
            <source>Note on run %1</source>
            <translation>为运行 %1 加备注</translation>
        </message>
        <message>
            <source>Search runs</source>
            <translation>搜索运行</translation>
        </message>
        <message>
            <source>Import a result folder…</source>
            <translation>导入结果文件夹…</translation>
        </message>
        <message>
            <source>A folder that AlphaFold 3 or Foldmeter wrote; nothing in it is changed</source>
            <translation>AlphaFold 3 或 Foldmeter 所写的文件夹；其中的内容不会改动</translation>
        </message>
        <message>
            <source>Make the index again</source>
            <translation>重建索引</translation>
        </message>
        <message>
            <source>Reads every run's folder; what is written about runs stays</source>
            <translation>读取每次运行的文件夹；关于运行所写的内容保留</translation>
        </message>
        <message>
            <source>The index was made again: %1 runs</source>
            <translation>索引已重建：%1 次运行</translation>
        </message>
        <message>
            <source>No run is chosen.</source>
            <translation>没有选择运行。</translation>
        </message>
        <message>
            <source>Open run</source>
            <translation>打开运行</translation>
        </message>
        <message>
            <source>Run again</source>
            <translation>再运行一次</translation>
        </message>
        <message>
            <source>Another program ran it.</source>
            <translation>这是其他程序运行的。</translation>
        </message>
        <message>
            <source>Compare runs</source>
            <translation>比较运行</translation>
        </message>
        <message>
            <source>Choose two runs or more.</source>
            <translation>请选择两次或更多运行。</translation>
        </message>
        <message>
            <source>Show the folder</source>
            <translation>显示文件夹</translation>
        </message>
        <message>
            <source>Copy the folder's path</source>
            <translation>复制文件夹的路径</translation>
        </message>
        <message>
            <source>Delete runs</source>
            <translation>删除运行</translation>
        </message>
        <message>
            <source>Into the trash; an imported folder only leaves the list</source>
            <translation>放入回收站；导入的文件夹只是离开列表</translation>
        </message>
        <message>
            <source>They are in the trash.</source>
            <translation>它们在回收站中。</translation>
        </message>
        <message>
            <source>Bring back from the trash</source>
            <translation>从回收站取回</translation>
        </message>
        <message>
            <source>Bring back runs</source>
            <translation>取回运行</translation>
        </message>
        <message>
            <source>They are not in the trash.</source>
            <translation>它们不在回收站中。</translation>
        </message>
        <message>
            <source>Choose one run.</source>
            <translation>请选择一次运行。</translation>
        </message>
        <message>
            <source>1 run</source>
            <translation>1 次运行</translation>
        </message>
        <message>
            <source>%1 runs</source>
            <translation>%1 次运行</translation>
        </message>
        <message>
            <source>No run fits</source>
            <translation>没有符合的运行</translation>
        </message>
        <message>
            <source>No run has all of these words in its title, notes, tags, model or folder.</source>
            <translation>没有运行在标题、备注、标签、模型或文件夹中含有所有这些词。</translation>
        </message>
        <message>
            <source>Show all runs</source>
            <translation>显示全部运行</translation>
        </message>
        <message>
            <source>No runs yet</source>
            <translation>还没有运行</translation>
        </message>
        <message>
            <source>Predict an example, or import a folder that AlphaFold 3 wrote.</source>
            <translation>请预测一个示例，或导入 AlphaFold 3 所写的文件夹。</translation>
        </message>
        <message>
            <source>Predict an example</source>
            <translation>预测一个示例</translation>
        </message>
        <message>
            <source>%1 runs chosen</source>
            <translation>选择了 %1 次运行</translation>
        </message>
        <message>
            <source>No run chosen</source>
            <translation>没有选择运行</translation>
        </message>
        <message>
            <source>Compare them, or delete them.</source>
            <translation>比较它们，或删除它们。</translation>
        </message>
        <message>
            <source>Choose a run to see what is known of it.</source>
            <translation>选择一次运行以查看其详情。</translation>
        </message>
        <message>
            <source>Delete run %1</source>
            <translation>删除运行 %1</translation>
        </message>
        <message>
            <source>Delete %1 runs</source>
            <translation>删除 %1 次运行</translation>
        </message>
        <message>
            <source>No program answers for folders; it is %1</source>
            <translation>没有程序负责打开文件夹；它是 %1</translation>
        </message>
        <message>
            <source>Import a result folder</source>
            <translation>导入结果文件夹</translation>
        </message>
        <message>
            <source>Import %1</source>
            <translation>导入 %1</translation>
        </message>
        <message>
            <source>Import %1 runs</source>
            <translation>导入 %1 次运行</translation>
        </message>
        <message>
            <source>Imported as run %1</source>
            <translation>已导入为运行 %1</translation>
        </message>
        <message>
            <source>%1 runs imported</source>
            <translation>导入了 %1 次运行</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::settings::PreflightCard</name>
        <message>
            <source>Predicted memory against free memory</source>
            <translation>预测内存与空闲内存</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>Work</source>
            <translation>工作</translation>
        </message>
        <message>
            <source>Peak memory</source>
            <translation>内存峰值</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>In the cache</source>
            <translation>在缓存中</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Pre-flight card</source>
            <translation>预检卡片</translation>
        </message>
        <message>
            <source>Will it fit, how long will it take?</source>
            <translation>放得下吗，需要多久？</translation>
        </message>
        <message>
            <source>Nothing to predict yet</source>
            <translation>还没有可预测的</translation>
        </message>
        <message>
            <source>Paste a sequence or drop a file; its size, memory and time stand here before anything runs.</source>
            <translation>粘贴序列或拖入文件；运行之前，其大小、内存和时间显示在这里。</translation>
        </message>
        <message>
            <source>Asking the engine</source>
            <translation>正在询问引擎</translation>
        </message>
        <message>
            <source>This job cannot be predicted as it stands</source>
            <translation>此任务目前不能预测</translation>
        </message>
        <message>
            <source>Ask again</source>
            <translation>再询问</translation>
        </message>
        <message>
            <source>%1 tokens, %2 atoms</source>
            <translation>%1 个 token，%2 个原子</translation>
        </message>
        <message>
            <source>, padded to %1</source>
            <translation>，填充到 %1</translation>
        </message>
        <message>
            <source>%1 rows of alignment</source>
            <translation>%1 行比对</translation>
        </message>
        <message numerus="yes">
            <source>%n seed(s)</source>
            <translation>
                <numerusform>%n 个种子</numerusform>
            </translation>
        </message>
        <message>
            <source>, %1 samples, %2 recycles, %3 steps</source>
            <translation>，%1 个样本，%2 次循环，%3 步</translation>
        </message>
        <message>
            <source>%1 bytes</source>
            <translation>%1 字节</translation>
        </message>
        <message>
            <source>%1 s to %2 s</source>
            <translation>%1 s 至 %2 s</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::settings::SettingEditor</name>
        <message>
            <source>auto</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>default folder</source>
            <translation>默认文件夹</translation>
        </message>
        <message>
            <source>Choose a folder</source>
            <translation>选择文件夹</translation>
        </message>
        <message>
            <source>all</source>
            <translation>全部</translation>
        </message>
        <message>
            <source> s</source>
            <translation> s</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::settings::SettingsForm</name>
        <message>
            <source>%1: %2</source>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>Not here: %1 (%2)</source>
            <translation>这里没有：%1（%2）</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::settings::SettingsPane</name>
        <message>
            <source>Keep as…</source>
            <translation>保存为…</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>All settings</source>
            <translation>全部设置</translation>
        </message>
        <message>
            <source>Preset</source>
            <translation>预设</translation>
        </message>
        <message>
            <source>Named compile settings</source>
            <translation>命名的编译设置</translation>
        </message>
        <message>
            <source>Keeps the present compile settings under the name in the box</source>
            <translation>以框中的名字保存当前的编译设置</translation>
        </message>
        <message>
            <source>Remove preset %1</source>
            <translation>删除预设 %1</translation>
        </message>
        <message>
            <source>recommended</source>
            <translation>建议值</translation>
        </message>
        <message>
            <source>Recycles</source>
            <translation>循环</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>步数</translation>
        </message>
        <message>
            <source>Samples a seed</source>
            <translation>每个种子的样本</translation>
        </message>
        <message>
            <source>Alignment rows</source>
            <translation>比对行数</translation>
        </message>
        <message>
            <source>1024</source>
            <translation>1024</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>the engine's default</source>
            <translation>引擎的默认值</translation>
        </message>
        <message>
            <source>A weight file, a folder with weights, or the name of a bundled model. Empty: the engine's default, which is the bundled demo model unless FOLDMETER_MODEL is set there.</source>
            <translation>权重文件、含权重的文件夹，或自带模型的名字。留空：引擎的默认值，即自带的演示模型，除非那里设置了 FOLDMETER_MODEL。</translation>
        </message>
        <message>
            <source>Choose a weight file</source>
            <translation>选择权重文件</translation>
        </message>
        <message>
            <source>Weights</source>
            <translation>权重</translation>
        </message>
        <message>
            <source>Prediction</source>
            <translation>预测</translation>
        </message>
        <message>
            <source>Equivalent command line</source>
            <translation>等效的命令行</translation>
        </message>
        <message>
            <source>The options of foldmeter predict that do the same</source>
            <translation>foldmeter predict 的同样选项</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Changed</source>
            <translation>已更改</translation>
        </message>
        <message>
            <source>Only presets that you kept can be removed.</source>
            <translation>只有您保存的预设可以删除。</translation>
        </message>
        <message>
            <source>Preset %1</source>
            <translation>预设 %1</translation>
        </message>
        <message>
            <source>Write a name of your own here, then press “Keep as…”.</source>
            <translation>请在这里写一个自己的名字，然后按“保存为…”。</translation>
        </message>
        <message>
            <source>Keep preset %1</source>
            <translation>保存预设 %1</translation>
        </message>
        <message>
            <source>(all defaults)</source>
            <translation>（全部为默认值）</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::start::ExampleCard</name>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>%1 tokens, %2 atoms; from PDB %3</source>
            <translation>%1 个 token，%2 个原子；来自 PDB %3</translation>
        </message>
        <message>
            <source>Open %1 in the job editor</source>
            <translation>在任务编辑器中打开 %1</translation>
        </message>
        <message>
            <source>What the demo model makes of it, drawn beforehand; predicting makes the picture of this machine.</source>
            <translation>演示模型对它的预测，预先绘制；预测后显示本机生成的图片。</translation>
        </message>
        <message>
            <source>Predicted on this machine</source>
            <translation>在本机预测</translation>
        </message>
        <message>
            <source>Watch</source>
            <translation>观看</translation>
        </message>
        <message>
            <source>Predict again</source>
            <translation>再次预测</translation>
        </message>
        <message>
            <source>Predict</source>
            <translation>预测</translation>
        </message>
        <message>
            <source>It is being predicted: shows the run</source>
            <translation>正在预测：显示该运行</translation>
        </message>
        <message>
            <source>Predicts it with the bundled demo model</source>
            <translation>用自带的演示模型预测它</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::start::MachinePanel</name>
        <message>
            <source>Measure</source>
            <translation>测量</translation>
        </message>
        <message>
            <source>Processor</source>
            <translation>处理器</translation>
        </message>
        <message>
            <source>Vector units</source>
            <translation>向量单元</translation>
        </message>
        <message>
            <source>Matrix products</source>
            <translation>矩阵乘积</translation>
        </message>
        <message>
            <source>Memory</source>
            <translation>内存</translation>
        </message>
        <message>
            <source>GPU</source>
            <translation>GPU</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Compile cache</source>
            <translation>编译缓存</translation>
        </message>
        <message>
            <source>Times matrix products for about a second</source>
            <translation>为矩阵乘积计时约一秒</translation>
        </message>
        <message>
            <source>This machine</source>
            <translation>本机</translation>
        </message>
        <message>
            <source>Asking the engine what this machine offers</source>
            <translation>正在询问引擎本机提供什么</translation>
        </message>
        <message>
            <source>The engine does not answer</source>
            <translation>引擎没有应答</translation>
        </message>
        <message>
            <source>The window works without it; nothing can be predicted.</source>
            <translation>没有它窗口仍可使用；但不能预测。</translation>
        </message>
        <message>
            <source>Start it again</source>
            <translation>重新启动它</translation>
        </message>
        <message>
            <source>%1, %2 threads</source>
            <translation>%1，%2 个线程</translation>
        </message>
        <message>
            <source>%1 free of %2</source>
            <translation>空闲 %1，共 %2</translation>
        </message>
        <message>
            <source>none: %1</source>
            <translation>无：%1</translation>
        </message>
        <message>
            <source>empty: the first prediction compiles</source>
            <translation>空：第一次预测会编译</translation>
        </message>
        <message>
            <source>%1 entries, %2</source>
            <translation>%1 个条目，%2</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::start::StartPage</name>
        <message>
            <source>Drop a job, a FASTA file, a structure, a result folder or a timeline anywhere in this window, or paste a sequence (Ctrl+V).</source>
            <translation>把任务、FASTA 文件、结构、结果文件夹或时间线拖到此窗口的任何地方，或粘贴序列（Ctrl+V）。</translation>
        </message>
        <message>
            <source>Open a file…</source>
            <translation>打开文件…</translation>
        </message>
        <message>
            <source>waiting</source>
            <translation>等待中</translation>
        </message>
        <message>
            <source>running</source>
            <translation>正在运行</translation>
        </message>
        <message>
            <source>finished</source>
            <translation>已完成</translation>
        </message>
        <message>
            <source>partly finished</source>
            <translation>部分完成</translation>
        </message>
        <message>
            <source>cancelled</source>
            <translation>已取消</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>imported</source>
            <translation>导入的</translation>
        </message>
        <message>
            <source>Start</source>
            <translation>开始</translation>
        </message>
        <message>
            <source>See it work</source>
            <translation>看它工作</translation>
        </message>
        <message>
            <source>One click predicts an example with the bundled demo model, here, on this machine. The model has memorised these structures; for anything else use weights of your own.</source>
            <translation>单击即可在本机用自带的演示模型预测一个示例。该模型记住了这些结构；其他任何分子请使用自己的权重。</translation>
        </message>
        <message>
            <source>Your own</source>
            <translation>您自己的</translation>
        </message>
        <message>
            <source>Recent runs</source>
            <translation>最近的运行</translation>
        </message>
        <message>
            <source>No runs yet</source>
            <translation>还没有运行</translation>
        </message>
        <message>
            <source>Predict %1</source>
            <translation>预测 %1</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::viz::GlView</name>
        <message>
            <source>Structures need OpenGL 3.2, which this display does not offer.</source>
            <translation>结构需要 OpenGL 3.2，而此显示不提供。</translation>
        </message>
        <message>
            <source>Structures need OpenGL 3.2; this display offers %1.%2.</source>
            <translation>结构需要 OpenGL 3.2；此显示提供 %1.%2。</translation>
        </message>
    </context>
    <context>
        <name>foldmeter::viz::StructureWidget</name>
        <message>
            <source>Structure</source>
            <translation>结构</translation>
        </message>
        <message>
            <source>This structure cannot be drawn: %1</source>
            <translation>无法绘制此结构：%1</translation>
        </message>
        <message>
            <source>Drawing %L1 atoms…</source>
            <translation>正在绘制 %L1 个原子…</translation>
        </message>
    </context>
    <context>
        <name>look</name>
        <message>
            <source>demo model (memorised)</source>
            <translation>演示模型（靠记忆）</translation>
        </message>
        <message>
            <source>synthetic weights</source>
            <translation>合成权重</translation>
        </message>
        <message>
            <source>This small model has memorised 11 experimental structures. For any other input its coordinates mean nothing.</source>
            <translation>这个小模型记住了 11 个实验结构。对任何其他输入，它的坐标没有意义。</translation>
        </message>
        <message>
            <source>These weights are random numbers of the full size, made for speed tests. The coordinates mean nothing.</source>
            <translation>这些权重是完整大小的随机数，用于速度测试。坐标没有意义。</translation>
        </message>
        <message>
            <source>not measured</source>
            <translation>未测量</translation>
        </message>
        <message>
            <source>very high (&gt; 90)</source>
            <translation>非常高（&gt; 90）</translation>
        </message>
        <message>
            <source>confident (70 to 90)</source>
            <translation>可信（70 至 90）</translation>
        </message>
        <message>
            <source>low (50 to 70)</source>
            <translation>低（50 至 70）</translation>
        </message>
        <message>
            <source>very low (&lt; 50)</source>
            <translation>非常低（&lt; 50）</translation>
        </message>
    </context>
    <context>
        <name>main</name>
        <message>
            <source>The desktop window of Foldmeter: predict, watch, look.</source>
            <translation>Foldmeter 的桌面窗口：预测、观看、审视。</translation>
        </message>
        <message>
            <source>a job, a prediction's folder, a timeline, or a run's number</source>
            <translation>任务、预测的文件夹、时间线，或运行的编号</translation>
        </message>
        <message>
            <source>writes a picture (.png) of the run given as argument, or a report (.pdf, .html and the others) on it or on several; shows no window</source>
            <translation>写出作为参数给出的运行的图片 (.png)，或关于它或多个运行的报告（.pdf、.html 等）；不显示窗口</translation>
        </message>
        <message>
            <source>of the picture</source>
            <translation>图片的</translation>
        </message>
        <message>
            <source>no background in the picture</source>
            <translation>图片没有背景</translation>
        </message>
        <message>
            <source>prints how long the window took to be usable, and closes it</source>
            <translation>输出窗口多久后可用，然后关闭窗口</translation>
        </message>
    </context>
    <context>
        <name>presets</name>
        <message>
            <source>Default</source>
            <translation>默认</translation>
        </message>
        <message>
            <source>What the program does unasked.</source>
            <translation>程序自行采取的做法。</translation>
        </message>
        <message>
            <source>As AlphaFold 3</source>
            <translation>与 AlphaFold 3 相同</translation>
        </message>
        <message>
            <source>bf16 and AlphaFold 3's padded sizes, to reproduce its seeds.</source>
            <translation>bf16 和 AlphaFold 3 的填充大小，用以重现它的种子。</translation>
        </message>
        <message>
            <source>One prediction, soon</source>
            <translation>一次预测，尽快</translation>
        </message>
        <message>
            <source>No tuning beyond recorded choices: the first structure comes sooner, later seeds may be slower.</source>
            <translation>除已记录的选择外不调优：第一个结构来得更早，以后的种子可能较慢。</translation>
        </message>
        <message>
            <source>Many seeds</source>
            <translation>许多种子</translation>
        </message>
        <message>
            <source>Tunes all sites for up to a minute: worth it when many seeds follow.</source>
            <translation>所有之处调优至多一分钟：后面有许多种子时值得。</translation>
        </message>
        <message>
            <source>Least memory</source>
            <translation>最少内存</translation>
        </message>
        <message>
            <source>One sample at a time.</source>
            <translation>一次一个样本。</translation>
        </message>
        <message>
            <source>Bit-identical</source>
            <translation>逐位一致</translation>
        </message>
        <message>
            <source>The same bits whatever cache and tuning.</source>
            <translation>无论缓存和调优如何，结果逐位相同。</translation>
        </message>
        <message>
            <source>Nothing optimised</source>
            <translation>不做优化</translation>
        </message>
        <message>
            <source>No fusion, no hoisting, no tuning: what the optimisations are measured against.</source>
            <translation>不融合、不外提、不调优：优化以此为对照。</translation>
        </message>
    </context>
    <context>
        <name>queue</name>
        <message>
            <source>featurising</source>
            <translation>特征化</translation>
        </message>
        <message>
            <source>loading weights</source>
            <translation>载入权重</translation>
        </message>
        <message>
            <source>tracing</source>
            <translation>跟踪</translation>
        </message>
        <message>
            <source>optimisation</source>
            <translation>优化</translation>
        </message>
        <message>
            <source>code generation</source>
            <translation>代码生成</translation>
        </message>
        <message>
            <source>autotuning</source>
            <translation>自动调优</translation>
        </message>
        <message>
            <source>execution</source>
            <translation>执行</translation>
        </message>
        <message>
            <source>writing</source>
            <translation>写入</translation>
        </message>
    </context>
</TS>
