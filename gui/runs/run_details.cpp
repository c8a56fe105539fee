#include "gui/runs/run_details.h"

#include "gui/look/badge.h"
#include "gui/look/numbers.h"
#include "gui/look/theme.h"
#include "gui/runs/runs_model.h"

#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPixmap>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

namespace foldmeter::runs {
namespace {

QString words(const std::string& text) { return QString::fromStdString(text); }

QString tagText(const history::Run& run) {
    QStringList tags;
    for (const std::string& tag : run.record.tags) tags << words(tag);
    return tags.join(QLatin1Char(' '));
}

QString setting(const history::Run& run, const std::string& name) {
    for (const auto& [key, value] : run.settings)
        if (key == name) return words(value);
    return {};
}

QSpinBox* numberBox(int least, int most, const QString& name) {
    auto* box = new QSpinBox;
    box->setRange(least, most);
    box->setAccessibleName(name);
    return box;
}

}  // namespace

std::vector<std::uint32_t> moreSeeds(std::vector<std::uint32_t> seeds, int more) {
    std::uint32_t last = seeds.empty() ? 0 : *std::max_element(seeds.begin(), seeds.end());
    for (int n = 0; n < more && last < std::numeric_limits<std::uint32_t>::max(); ++n) seeds.push_back(++last);
    return seeds;
}

RunDetails::RunDetails(QWidget* parent)
    : QScrollArea(parent), m_picture(new QLabel), m_state(new QLabel), m_badge(new look::ModelBadge), m_title(new QLineEdit), m_tags(new QLineEdit), m_notes(new QPlainTextEdit),
      m_open(new QPushButton(tr("Open"))), m_again(new QPushButton(tr("Run again"))) {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Details of the run"));
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(2 * look::grid, look::grid, 2 * look::grid, look::grid);
    layout->setSpacing(look::grid);
    for (QWidget* panel : {makeWords(), makeAgain()}) {
        panel->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);   // a tall window leaves its room below
        layout->addWidget(panel);
    }
    auto* facts = new QWidget;
    m_facts = new QFormLayout(facts);
    m_facts->setContentsMargins(0, 0, 0, 0);
    m_facts->setVerticalSpacing(look::grid / 2);
    m_facts->setHorizontalSpacing(2 * look::grid);
    layout->addWidget(facts);
    layout->addStretch();
    setWidget(content);
}

QWidget* RunDetails::makeWords() {
    auto* panel = new QWidget;
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(look::grid);
    look::setTextSize(m_title, look::TextSize::Heading, true);
    m_title->setAccessibleName(tr("Title"));
    m_state->setWordWrap(true);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_picture->setAccessibleName(tr("Picture of the best sample"));
    m_tags->setPlaceholderText(tr("Tags, separated by blanks"));
    m_tags->setAccessibleName(tr("Tags"));
    m_notes->setPlaceholderText(tr("Notes"));
    m_notes->setAccessibleName(tr("Notes"));
    m_notes->setFixedHeight(10 * look::grid);
    m_notes->setTabChangesFocus(true);
    m_notes->installEventFilter(this);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_title, m_state, m_picture, m_open, m_tags, m_notes}) layout->addWidget(widget);
    layout->insertWidget(2, m_badge, 0, Qt::AlignLeft);
    connect(m_title, &QLineEdit::editingFinished, this, [this] {
        if (m_title->isModified() && !m_title->text().trimmed().isEmpty()) Q_EMIT titleTyped(m_run.number, m_title->text().trimmed());
        m_title->setModified(false);
    });
    connect(m_tags, &QLineEdit::editingFinished, this, [this] {
        if (m_tags->isModified()) Q_EMIT tagsTyped(m_run.number, m_tags->text().split(QRegularExpression(QStringLiteral("[\\s,]+")), Qt::SkipEmptyParts));
        m_tags->setModified(false);
    });
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT openWanted(m_run.number); });
    return panel;
}

QWidget* RunDetails::makeAgain() {
    auto* panel = new QFrame;
    panel->setFrameShape(QFrame::StyledPanel);
    auto* form = new QFormLayout(panel);
    form->setContentsMargins(look::grid, look::grid, look::grid, look::grid);
    m_seeds = numberBox(0, 1000, tr("More seeds"));
    m_samples = numberBox(1, 10000, tr("Samples a seed"));
    m_recycles = numberBox(0, 1000, tr("Recycles"));
    m_againNote = new QLabel;
    m_againNote->setWordWrap(true);
    look::setMuted(m_againNote);
    look::setTextSize(m_againNote, look::TextSize::Small);
    form->addRow(tr("More seeds"), m_seeds);
    form->addRow(tr("Samples a seed"), m_samples);
    form->addRow(tr("Recycles"), m_recycles);
    form->addRow(m_againNote);
    form->addRow(m_again);
    for (QSpinBox* box : {m_seeds, m_samples, m_recycles}) connect(box, &QSpinBox::valueChanged, this, &RunDetails::showAgain);
    connect(m_again, &QPushButton::clicked, this, &RunDetails::tellAgain);
    return panel;
}

void RunDetails::setRun(const history::Run& run) {
    const bool other = run.number != m_run.number;
    if (other) commit();
    m_run = run;
    if (other || !m_title->hasFocus()) m_title->setText(words(run.record.title));
    if (other || !m_tags->hasFocus()) m_tags->setText(tagText(run));
    if (other || !m_notes->hasFocus()) {
        if (m_notes->toPlainText() != words(run.record.notes)) m_notes->setPlainText(words(run.record.notes));
        m_notes->document()->setModified(false);
    }
    if (other) {
        m_seeds->setValue(0);
        m_samples->setValue(std::max(1, setting(run, "samples").toInt()));
        m_recycles->setValue(setting(run, "recycles").toInt());
    }
    const QPixmap picture(words(run.thumbnail.string()));
    m_picture->setVisible(!picture.isNull());
    if (!picture.isNull()) m_picture->setPixmap(picture.scaledToWidth(32 * look::grid, Qt::SmoothTransformation));
    m_badge->setKind(look::modelKind(words(run.model)));
    m_state->setText(run.record.reason.empty() ? stateText(run) : tr("%1: %2").arg(stateText(run), words(run.record.reason)));
    showFacts();
    showAgain();
}

void RunDetails::commit() {
    if (m_run.number == 0 || !m_notes->document()->isModified()) return;
    m_notes->document()->setModified(false);
    Q_EMIT notesTyped(m_run.number, m_notes->toPlainText());
}

bool RunDetails::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_notes && event->type() == QEvent::FocusOut) commit();
    return QScrollArea::eventFilter(watched, event);
}

void RunDetails::addFact(const QString& name, const QString& value, const QString& toolTip) {
    if (value.isEmpty()) return;
    auto* label = new QLabel(name);
    look::setMuted(label);
    auto* text = new QLabel(value);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text->setToolTip(toolTip);
    m_facts->addRow(label, text);
}

void RunDetails::showFacts() {
    while (m_facts->rowCount() > 0) m_facts->removeRow(0);
    const history::Run& run = m_run;
    const auto exact = [](const std::optional<double>& value) { return value ? look::exactly(*value) : QString(); };
    const QString seeds = run.seeds.size() == 1 ? tr("1 seed") : tr("%1 seeds").arg(run.seeds.size());
    addFact(tr("Results"), run.samples == 1 ? tr("%1, 1 sample").arg(seeds) : tr("%1, %2 samples").arg(seeds).arg(run.samples));
    addFact(tr("Ranking score"), look::number(run.rankingScore), exact(run.rankingScore));
    addFact(tr("pTM"), look::number(run.ptm), exact(run.ptm));
    addFact(tr("ipTM"), run.iptm ? look::number(*run.iptm) : QString(), exact(run.iptm));
    addFact(tr("Size"), run.tokens ? tr("%1 tokens, %2 atoms").arg(look::count(*run.tokens), look::count(run.atoms.value_or(0))) : look::notMeasured());
    addFact(tr("Time"), look::duration(run.wallSeconds), run.wallSeconds ? look::exactSeconds(*run.wallSeconds) : QString());
    addFact(tr("A seed"), look::duration(run.seedSeconds));
    addFact(tr("First seed"), run.firstSeedOverOthers ? tr("%1 of the others").arg(look::ratio(*run.firstSeedOverOthers)) : QString());
    addFact(tr("Peak memory"), run.peakBytes ? look::bytes(*run.peakBytes) : look::notMeasured());
    addFact(tr("When"), whenText(run.record.created));
    addFact(tr("Model"), words(run.model));
    addFact(tr("Device"), words(run.device));
    addFact(tr("Version"), words(run.version));
    QStringList settings;
    for (const auto& [name, value] : run.settings)
        if (!value.empty()) settings << words(name) + QLatin1Char('=') + words(value);
    addFact(tr("Settings"), settings.join(QLatin1Char(' ')), words(run.settingsDigest));
    addFact(tr("Folder"), words(run.folder.string()));
    addFact(tr("On disk"), look::bytes(run.bytes));
    addFact(tr("Input"), words(run.record.input));
    addFact(tr("Command"), words(run.record.commandLine));
}

// More seeds join the run; other numbers of samples or recycles make a run of their own, since their results differ.
void RunDetails::showAgain() {
    const bool sameNumbers = m_samples->value() == std::max(1, setting(m_run, "samples").toInt()) && m_recycles->value() == setting(m_run, "recycles").toInt();
    const bool joins = sameNumbers && m_seeds->value() > 0 && !m_run.imported && m_run.folder.filename() == m_run.job;
    QString why;
    if (m_run.missing) why = tr("The folder is gone, and the job with it.");
    else if (m_run.imported) why = tr("Another program ran this; open its input in the job editor to predict it here.");
    else if (m_run.record.state == history::RunState::Running) why = tr("It is running.");
    m_again->setEnabled(why.isEmpty());
    m_again->setToolTip(why);
    m_again->setText(joins ? (m_seeds->value() == 1 ? tr("Add a seed") : tr("Add %1 seeds").arg(m_seeds->value())) : tr("Run again"));
    m_againNote->setText(!why.isEmpty() ? why : joins ? tr("The seeds join this run; what is finished is kept.") : tr("Makes a run of its own beside this one."));
}

void RunDetails::tellAgain() {
    RunAgain wish{.run = m_run.number};
    const std::vector<std::uint32_t> before = m_run.wantedSeeds.empty() ? m_run.seeds : m_run.wantedSeeds;
    if (m_seeds->value() > 0) wish.seeds = moreSeeds(before, m_seeds->value());
    if (m_samples->value() != std::max(1, setting(m_run, "samples").toInt())) wish.samples = m_samples->value();
    if (m_recycles->value() != setting(m_run, "recycles").toInt()) wish.recycles = m_recycles->value();
    wish.sameRun = !wish.seeds.empty() && !wish.samples && !wish.recycles && m_run.folder.filename() == m_run.job;
    Q_EMIT runAgainWanted(wish);
}

QString RunDetails::text() const {
    QStringList all{m_title->text(), m_tags->text(), m_notes->toPlainText(), m_again->text()};
    for (const QLabel* label : findChildren<QLabel*>()) all << label->text();
    return all.join(QLatin1Char('\n'));
}

}  // namespace foldmeter::runs
