#include "gui/app/matrix_pane.h"

#include "base/error.h"
#include "base/paths.h"
#include "gui/app/workbench.h"
#include "gui/look/numbers.h"
#include "gui/look/theme.h"
#include "gui/start/example_list.h"
#include "report/statistics.h"

#include <QCheckBox>
#include <QDateTime>
#include <QFileDialog>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSettings>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QSplitter>
#include <QTableWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace foldmeter::app {
namespace {

constexpr int pathRole = Qt::UserRole, nameRole = Qt::UserRole + 1;
constexpr int mostRepeats = 100, mostSeeds = 50, mostTried = 4;   // values of a count that are offered as boxes: 0 to 4

QLabel* heading(const QString& text, QWidget* buddy) {
    auto* label = new QLabel(text);
    look::setTextSize(label, look::TextSize::Body, true);
    label->setBuddy(buddy);
    return label;
}

std::vector<start::Example> examples() {
    try {
        return start::readExamples(resourcePath("examples"));
    } catch (const InputError&) {
        return {};   // without resources there are still the person's own jobs
    }
}

// What a box is offered for: words, and counts that are few.
QStringList valuesOf(const SettingDescription& setting) {
    QStringList values;
    for (const SettingValue& value : setting.values)
        if (value.needs == Needs::Nothing) values << QString::fromUtf8(value.value.data(), static_cast<qsizetype>(value.value.size()));
    if (setting.kind == SettingKind::Switch && values.empty()) values = {QStringLiteral("on"), QStringLiteral("off")};
    if (setting.kind == SettingKind::Count && setting.most <= mostTried)
        for (int i = 0; i <= setting.most; ++i) values << QString::number(i);
    return values;
}

}  // namespace

MatrixPane::MatrixPane(Workbench& workbench, QWidget* parent)
    : QWidget(parent), m_workbench(workbench), m_inputs(new QListWidget), m_settings(new QTreeWidget), m_line(new QLineEdit), m_model(new QLineEdit(QStringLiteral("foldmeter-demo"))), m_repeats(new QSpinBox), m_seeds(new QSpinBox),
      m_anew(new QCheckBox(tr("Compile anew in every run"))), m_summary(new QLabel), m_state(new QLabel), m_start(new QPushButton(tr("Run the matrix"))), m_stop(new QPushButton(tr("Stop"))), m_table(new QTableWidget) {
    auto* splitter = new QSplitter;
    splitter->addWidget(makeDefinition());
    splitter->addWidget(makeProgress());
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({460, 700});
    splitter->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    for (const start::Example& example : examples()) addInput(example.input, QString::fromStdString(example.input.stem().string()), m_inputs->count() == 0);
    fillSettings();
    connect(m_inputs, &QListWidget::itemChanged, this, &MatrixPane::show);
    connect(m_settings, &QTreeWidget::itemChanged, this, &MatrixPane::takeBoxes);
    connect(m_line, &QLineEdit::textChanged, this, &MatrixPane::takeLine);
    connect(m_model, &QLineEdit::textChanged, this, &MatrixPane::show);
    connect(m_repeats, &QSpinBox::valueChanged, this, &MatrixPane::show);
    connect(m_seeds, &QSpinBox::valueChanged, this, &MatrixPane::show);
    connect(m_start, &QPushButton::clicked, this, &MatrixPane::run);
    connect(m_stop, &QPushButton::clicked, this, &MatrixPane::stop);
    setMatrix(QStringLiteral("precision=f32,bf16 fusion=on,off"));
}

QWidget* MatrixPane::makeInputs() {
    auto* add = new QPushButton(tr("Add jobs…"));
    connect(add, &QPushButton::clicked, this, [this] {
        for (const QString& file : QFileDialog::getOpenFileNames(this, tr("Jobs to measure with"), {}, tr("Jobs (*.json *.yaml *.yml *.fasta *.fa)"))) addInput(file.toStdString(), QFileInfo(file).completeBaseName(), true);
    });
    m_inputs->setAccessibleName(tr("Inputs"));
    m_inputs->setMinimumHeight(10 * look::grid);
    auto* top = new QHBoxLayout;
    top->addWidget(heading(tr("&Inputs"), m_inputs), 1);
    top->addWidget(add);
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(top);
    column->addWidget(m_inputs);
    return box;
}

QWidget* MatrixPane::makeDefinition() {
    m_settings->setHeaderHidden(true);
    m_settings->setAccessibleName(tr("Settings and the values to cross"));
    m_settings->setMinimumHeight(16 * look::grid);
    m_line->setAccessibleName(tr("The matrix as a line"));
    m_line->setFont(look::monospace(look::TextSize::Body));
    m_repeats->setRange(1, mostRepeats);
    m_repeats->setValue(5);
    m_repeats->setToolTip(tr("Below five a side no verdict is given."));
    m_seeds->setRange(1, mostSeeds);
    m_seeds->setValue(2);
    m_seeds->setToolTip(tr("The first seed pays for compilation; the others show what a seed costs afterwards."));
    m_anew->setChecked(true);
    m_anew->setToolTip(tr("Without the cache the first seed of every run pays for its compilation, so that it is seen when a setting has paid for itself. Otherwise the cache is used as always."));
    auto* numbers = new QFormLayout;
    numbers->addRow(tr("As a line"), m_line);
    numbers->addRow(tr("Repeats"), m_repeats);
    numbers->addRow(tr("Seeds of each run"), m_seeds);
    numbers->addRow(tr("Model"), m_model);
    numbers->addRow(QString(), m_anew);
    m_summary->setWordWrap(true);
    m_summary->setAccessibleName(tr("What will be run"));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_start);
    buttons->addWidget(m_stop);
    buttons->addStretch();
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(2 * look::grid, look::grid, look::grid, look::grid);
    column->addWidget(makeInputs(), 2);
    column->addWidget(heading(tr("&Settings"), m_settings));
    column->addWidget(m_settings, 3);
    column->addLayout(numbers);
    column->addWidget(m_summary);
    column->addLayout(buttons);
    return box;
}

QWidget* MatrixPane::makeProgress() {
    m_table->setAccessibleName(tr("Runs of the matrix"));
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->verticalHeader()->hide();
    m_table->setWordWrap(true);
    m_table->setShowGrid(false);
    m_table->setColumnCount(4);
    m_table->setHorizontalHeaderLabels({tr("Settings"), tr("Input"), tr("Runs"), tr("A run, median")});
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    for (int column = 1; column < 4; ++column) m_table->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_state->setWordWrap(true);
    look::setMuted(m_state);
    m_state->setText(tr("Each run starts the next one; settings take turns, so that what slows the machine down slows all of them. The comparison is written while the runs come in."));
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(look::grid, look::grid, 2 * look::grid, look::grid);
    column->addWidget(m_state);
    column->addWidget(m_table, 1);
    return box;
}

void MatrixPane::fillSettings() {
    const QSignalBlocker quiet(m_settings);
    for (const SettingDescription& setting : settingDescriptions()) {
        const QStringList values = valuesOf(setting);
        if (values.size() < 2) continue;
        const QString name = QString::fromUtf8(setting.name.data(), static_cast<qsizetype>(setting.name.size()));
        auto* item = new QTreeWidgetItem(m_settings, {QString::fromStdString(labelOf(setting))});
        item->setData(0, nameRole, name);
        item->setToolTip(0, QString::fromStdString(helpOf(setting)));
        for (const QString& value : values) {
            const QString words = setting.values.empty() ? value : QString::fromStdString(labelOf(setting, value.toStdString()));
            auto* box = new QTreeWidgetItem(item, {words.startsWith(value) ? words : tr("%1: %2").arg(value, words)});
            box->setData(0, nameRole, value);
            box->setCheckState(0, Qt::Unchecked);
            box->setToolTip(0, box->text(0));
        }
    }
}

void MatrixPane::addInput(const std::filesystem::path& file, const QString& name, bool chosen) {
    auto* item = new QListWidgetItem(name, m_inputs);
    item->setData(pathRole, QString::fromStdString(file.string()));
    item->setToolTip(QString::fromStdString(file.string()));
    item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
    item->setCheckState(chosen ? Qt::Checked : Qt::Unchecked);
}

void MatrixPane::setInputs(const std::vector<std::filesystem::path>& files) {
    m_inputs->clear();
    for (const auto& file : files) addInput(file, QString::fromStdString(file.stem().string()), true);
    show();
}

void MatrixPane::setMatrix(const QString& text) { m_line->setText(text); }

void MatrixPane::setRepeats(int repeats, int seeds) {
    m_repeats->setValue(repeats);
    m_seeds->setValue(seeds);
}

QString MatrixPane::matrix() const { return m_line->text().simplified(); }
QString MatrixPane::summary() const { return m_summary->text(); }

void MatrixPane::takeBoxes() {
    if (m_taking) return;
    QStringList words;
    for (int i = 0; i < m_settings->topLevelItemCount(); ++i) {
        const QTreeWidgetItem* setting = m_settings->topLevelItem(i);
        QStringList values;
        for (int v = 0; v < setting->childCount(); ++v)
            if (setting->child(v)->checkState(0) == Qt::Checked) values << setting->child(v)->data(0, nameRole).toString();
        if (!values.empty()) words << setting->data(0, nameRole).toString() + u'=' + values.join(u',');
    }
    // What has no box keeps its place in the line.
    for (const QString& word : matrix().split(u' ', Qt::SkipEmptyParts)) {
        const QString name = word.section(u'=', 0, 0);
        bool hasBox = false;
        for (int i = 0; i < m_settings->topLevelItemCount(); ++i) hasBox = hasBox || m_settings->topLevelItem(i)->data(0, nameRole) == name;
        if (!hasBox) words << word;
    }
    m_taking = true;
    m_line->setText(words.join(u' '));
    m_taking = false;
    show();
}

void MatrixPane::takeLine() {
    if (m_taking) return;
    const QSignalBlocker quiet(m_settings);
    const QStringList words = matrix().split(u' ', Qt::SkipEmptyParts);
    for (int i = 0; i < m_settings->topLevelItemCount(); ++i) {
        QTreeWidgetItem* setting = m_settings->topLevelItem(i);
        QStringList chosen;
        for (const QString& word : words)
            if (word.section(u'=', 0, 0) == setting->data(0, nameRole).toString()) chosen = word.section(u'=', 1).split(u',');
        for (int v = 0; v < setting->childCount(); ++v) setting->child(v)->setCheckState(0, chosen.contains(setting->child(v)->data(0, nameRole).toString()) ? Qt::Checked : Qt::Unchecked);
        setting->setExpanded(!chosen.empty());
    }
    m_settings->viewport()->update();
    show();
}

std::vector<std::filesystem::path> MatrixPane::inputs() const {
    std::vector<std::filesystem::path> files;
    for (int i = 0; i < m_inputs->count(); ++i)
        if (m_inputs->item(i)->checkState() == Qt::Checked) files.emplace_back(m_inputs->item(i)->data(pathRole).toString().toStdString());
    return files;
}

MatrixPlan MatrixPane::plan() const {
    MatrixPlan plan{.combinations = parseMatrix(matrix().toStdString()), .inputs = inputs(), .repeats = m_repeats->value(), .seeds = m_seeds->value(), .compileAnew = m_anew->isChecked(), .model = m_model->text().trimmed(), .base = {}, .folder = {}};
    for (const Combination& combination : plan.combinations) combination.applied(plan.base);
    return plan;
}

QString MatrixPane::whyNotRun() const {
    if (m_run && !m_run->isOver()) return tr("the matrix runs already");
    try {
        const MatrixPlan wanted = plan();
        if (wanted.inputs.empty()) return tr("choose an input");
        if (wanted.combinations.size() < 2) return tr("choose two values of a setting or more: one alone is compared with nothing");
        for (const Combination& combination : wanted.combinations)
            if (!combination.recording) return tr("recording=off leaves no timeline to compare; the command line measures it: foldmeter bench --matrix");
    } catch (const InputError& problem) {
        return QString::fromUtf8(problem.what());
    }
    return {};
}

void MatrixPane::show() {
    const QString why = whyNotRun();
    const bool runs = m_run && !m_run->isOver();
    m_start->setEnabled(why.isEmpty());
    m_start->setToolTip(why);
    m_stop->setEnabled(runs);
    m_stop->setToolTip(runs ? tr("Ends after the present step; what is finished stays.") : tr("no matrix runs"));
    if (runs || !why.isEmpty()) {
        m_summary->setText(runs ? QString() : why);
        return;
    }
    const MatrixPlan wanted = plan();
    const QString size = tr("%1 combinations of settings, %2 inputs, %3 repeats: %4 runs of %5 seeds each.").arg(wanted.combinations.size()).arg(wanted.inputs.size()).arg(wanted.repeats).arg(wanted.runs()).arg(wanted.seeds);
    m_summary->setText(wanted.repeats < static_cast<int>(report::leastRepeats) && wanted.seeds < static_cast<int>(report::leastRepeats) ? size + u' ' + tr("Too few for a verdict: five a side are needed.") : size);
}

void MatrixPane::run() {
    if (!whyNotRun().isEmpty()) return;
    try {
        MatrixPlan wanted = plan();
        wanted.folder = m_workbench.folder() / "matrices" / QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd hh.mm.ss")).toStdString();
        m_run = std::make_unique<MatrixRun>(m_workbench.queue(), std::move(wanted));
    } catch (const Error& problem) {
        m_summary->setText(QString::fromUtf8(problem.what()));
        return;
    }
    connect(m_run.get(), &MatrixRun::changed, this, &MatrixPane::showRun);
    connect(m_run.get(), &MatrixRun::over, this, &MatrixPane::over);
    m_run->start();
    show();
}

void MatrixPane::stop() {
    if (m_run) m_run->stop();
}

void MatrixPane::showRun() {
    const MatrixPlan& plan = m_run->plan();
    m_table->setRowCount(static_cast<int>(plan.combinations.size() * plan.inputs.size()));
    int row = 0;
    for (std::size_t combination = 0; combination < plan.combinations.size(); ++combination)
        for (std::size_t input = 0; input < plan.inputs.size(); ++input, ++row) {
            const MatrixCell& cell = m_run->cell(combination, input);
            QString runs = tr("%1 of %2").arg(cell.done).arg(plan.repeats);
            if (cell.failed) runs += u' ' + tr("(%1 failed)").arg(cell.failed);
            else if (cell.running) runs += u' ' + tr("(one runs)");
            const QStringList texts{QString::fromStdString(plan.combinations[combination].name), QString::fromStdString(plan.inputs[input].stem().string()), runs, cell.seconds.empty() ? look::notMeasured() : look::duration(report::median(cell.seconds))};
            for (int column = 0; column < texts.size(); ++column) {
                auto* item = new QTableWidgetItem(texts[column]);
                item->setToolTip(cell.problem.isEmpty() ? texts[column] : cell.problem);
                m_table->setItem(row, column, item);
            }
        }
    m_table->resizeRowsToContents();
    m_state->setText(m_run->isOver() ? tr("%1 of %2 runs were made; they lie in %3.").arg(m_run->done()).arg(plan.runs()).arg(QString::fromStdString(plan.folder.string())) : tr("%1 of %2 runs are made.").arg(m_run->done()).arg(plan.runs()));
    show();
    Q_EMIT measured();
}

}  // namespace foldmeter::app
