#include "gui/start/machine_panel.h"

#include "gui/look/badge.h"
#include "gui/look/numbers.h"
#include "gui/look/states.h"
#include "gui/look/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace foldmeter::start {
namespace {

QString words(const std::string& said) { return QString::fromStdString(said); }

QString peakText(const worker::DevicesEvent& devices) {
    const auto of = [](std::optional<double> gigaflops) { return look::quantity(*gigaflops * 1e9, QStringLiteral("FLOP/s")); };
    QStringList peaks;
    if (devices.peakF32) peaks << of(devices.peakF32) + QStringLiteral(" f32");
    if (devices.peakBf16) peaks << of(devices.peakBf16) + QStringLiteral(" bf16");
    return peaks.isEmpty() ? look::notMeasured() : peaks.join(QStringLiteral(", "));
}

}  // namespace

MachinePanel::MachinePanel(QWidget* parent)
    : QFrame(parent), m_content(new QWidget), m_title(new QLabel), m_badge(new look::ModelBadge), m_measure(new QPushButton(tr("Measure"))) {
    auto* grid = new QGridLayout(m_content);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(2 * look::grid);
    grid->setVerticalSpacing(look::grid / 2);
    grid->setColumnStretch(1, 1);
    m_cpu = addLine(tr("Processor"));
    m_units = addLine(tr("Vector units"));
    m_peak = addLine(tr("Matrix products"));
    m_memory = addLine(tr("Memory"));
    m_gpu = addLine(tr("GPU"));
    m_model = addLine(tr("Model"));
    m_cache = addLine(tr("Compile cache"));
    m_measure->setToolTip(tr("Times matrix products for about a second"));
    grid->addWidget(m_badge, grid->rowCount(), 1, Qt::AlignLeft);
    grid->addWidget(m_measure, grid->rowCount(), 1, Qt::AlignLeft);
    look::setTextSize(m_title, look::TextSize::Heading, true);
    m_stack = new look::StateStack(m_content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_title);
    layout->addWidget(m_stack);
    connect(m_stack->pane(), &look::StatePane::buttonPressed, this, &MachinePanel::askAgain);
    connect(m_measure, &QPushButton::clicked, this, &MachinePanel::measureWanted);
    setEngineName(tr("This machine"));
    setWaiting();
}

QLabel* MachinePanel::addLine(const QString& name) {
    auto* grid = static_cast<QGridLayout*>(m_content->layout());
    auto* label = new QLabel(name);
    look::setMuted(label);
    auto* value = new QLabel;
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setObjectName(name);
    const int row = grid->rowCount();
    grid->addWidget(label, row, 0, Qt::AlignTop);
    grid->addWidget(value, row, 1);
    return value;
}

void MachinePanel::setEngineName(const QString& name) { m_title->setText(name); }

void MachinePanel::setWaiting() { m_stack->show(look::Loading{tr("Asking the engine what this machine offers"), {}, {}, {}, {}}); }

void MachinePanel::setFailed(const QString& reason) {
    m_stack->show(look::Failed{tr("The engine does not answer"), reason, tr("The window works without it; nothing can be predicted."), {}, reason, tr("Start it again")});
}

void MachinePanel::setDevices(const worker::DevicesEvent& devices) {
    m_cpu->setText(tr("%1, %2 threads").arg(words(devices.cpu), look::count(devices.threads)));
    m_units->setText(words(devices.isa));
    QStringList features;
    for (const std::string& feature : devices.features) features << words(feature);
    m_units->setToolTip(features.join(u' '));
    m_peak->setText(peakText(devices));
    m_measure->setVisible(!devices.peakF32);
    m_memory->setText(tr("%1 free of %2").arg(look::bytes(devices.availableMemory), look::bytes(devices.totalMemory)));
    QStringList gpus;
    for (const std::string& gpu : devices.gpus) gpus << words(gpu);
    m_gpu->setText(gpus.isEmpty() ? tr("none: %1").arg(words(devices.gpuNote)) : gpus.join(QStringLiteral(", ")));
    m_cache->setText(devices.cacheEntries == 0 ? tr("empty: the first prediction compiles") : tr("%1 entries, %2").arg(look::count(devices.cacheEntries), look::bytes(devices.cacheBytes)));
    m_cache->setToolTip(words(devices.cacheFolder));
    m_stack->showContent();
}

void MachinePanel::setModel(const QString& name, const QString& note) {
    m_model->setText(name);
    m_model->setToolTip(note);
    m_badge->setKind(look::modelKind(name));
}

QString MachinePanel::text() const {
    if (!m_stack->showsContent()) return m_stack->pane()->text();
    QStringList lines;
    for (const QLabel* line : {m_cpu, m_units, m_peak, m_memory, m_gpu, m_model, m_cache}) lines << line->text();
    return lines.join(u'\n');
}

}  // namespace foldmeter::start
