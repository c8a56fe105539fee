#include "gui/run/scores_pane.h"

#include "gui/look/numbers.h"
#include "gui/look/theme.h"

#include <QEvent>
#include <QLabel>
#include <QTextDocumentFragment>

#include <cmath>

namespace foldmeter::gui {
namespace {

QString markOf(results::Statement::Weight weight, const look::Theme& theme) {
    const bool good = weight == results::Statement::Weight::Good;
    const QColor colour = good ? theme.execute : weight == results::Statement::Weight::Doubt ? theme.warning : theme.failure;
    return QStringLiteral("<span style='color:%1'>%2</span>").arg(colour.name(), good ? QStringLiteral("✓") : weight == results::Statement::Weight::Doubt ? QStringLiteral("?") : QStringLiteral("✗"));
}

QString capital(QString text) {
    if (!text.isEmpty()) text[0] = text[0].toUpper();
    return text;
}

constexpr int widthOfThreeColumns = 50 * look::grid;

QString rowOf(bool narrow, const QString& name, const QString& value, const QString& explanation = {}) {
    if (narrow && !explanation.isEmpty())
        return QStringLiteral("<tr><td style='padding-right:16px'>%1</td><td><b>%2</b></td></tr><tr><td colspan='2' style='padding-bottom:4px'><span style='font-size:9pt'>%3</span></td></tr>").arg(name, value, explanation);
    if (narrow) return QStringLiteral("<tr><td style='padding-right:16px'>%1</td><td><b>%2</b></td></tr>").arg(name, value);
    return QStringLiteral("<tr><td style='padding-right:16px'>%1</td><td align='right'><b>%2</b></td><td style='padding-left:16px'>%3</td></tr>").arg(name, value, explanation);
}

// Two decimals, as the files hold them.
QString score(std::optional<double> value) { return value && !std::isnan(*value) ? QString::number(*value, 'f', 2) : look::notMeasured(); }

QString ligandFindings(const results::LigandReport& ligand) {
    QStringList findings;
    if (!ligand.hasReference) findings << ScoresPane::tr("bonds and chirality not looked at: the dictionary has no reference for it");
    for (std::size_t i = 0; i < ligand.badBonds.size() && i < 3; ++i)
        findings << ScoresPane::tr("bond %1–%2 is %3 Å, the reference %4 Å").arg(QString::fromStdString(ligand.badBonds[i].first), QString::fromStdString(ligand.badBonds[i].second)).arg(ligand.badBonds[i].length, 0, 'f', 2).arg(ligand.badBonds[i].reference, 0, 'f', 2);
    if (ligand.badBonds.size() > 3) findings << ScoresPane::tr("%n more bonds are off", nullptr, static_cast<int>(ligand.badBonds.size() - 3));
    for (const results::ChiralAtom& centre : ligand.badCentres)
        findings << (centre.handedness == results::Handedness::Inverted ? ScoresPane::tr("%1 has the wrong hand") : ScoresPane::tr("%1 is flat where it should be chiral")).arg(QString::fromStdString(centre.atom));
    for (std::size_t i = 0; i < ligand.clashes.size() && i < 3; ++i)
        findings << ScoresPane::tr("%1 lies %2 Å from %3 of %4 in chain %5").arg(QString::fromStdString(ligand.clashes[i].atom)).arg(ligand.clashes[i].distance, 0, 'f', 2)
                        .arg(QString::fromStdString(ligand.clashes[i].otherAtom), QString::fromStdString(ligand.clashes[i].otherResidue), QString::fromStdString(ligand.clashes[i].otherChain));
    if (ligand.clashes.size() > 3) findings << ScoresPane::tr("%n more atoms clash", nullptr, static_cast<int>(ligand.clashes.size() - 3));
    if (findings.empty() && ligand.bonds == 0) findings << ScoresPane::tr("no clash; a single atom has no bonds to look at");
    if (findings.empty()) findings << ScoresPane::tr("sound: %1 bonds within 25 % (RMSD %2 Å), %3 chiral atoms, no clash").arg(ligand.bonds).arg(ligand.bondRmsd, 0, 'f', 2).arg(ligand.chiralAtoms);
    return findings.join(QStringLiteral("; "));
}

}  // namespace

ScoresPane::ScoresPane(QWidget* parent) : QScrollArea(parent), m_text(new QLabel) {
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    setWidget(m_text);
    m_text->setTextFormat(Qt::RichText);
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_text->setMargin(look::grid);
    m_text->setTextInteractionFlags(Qt::TextBrowserInteraction);
    m_text->setAccessibleName(tr("Scores in words"));
    setBackgroundRole(QPalette::Base);
    connect(m_text, &QLabel::linkActivated, this, &ScoresPane::follow);
    setFocusProxy(m_text);
    write();
}

void ScoresPane::setSample(std::shared_ptr<const LoadedSample> sample) {
    m_sample = std::move(sample);
    write();
}

void ScoresPane::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange && m_text) write();
    QScrollArea::changeEvent(event);
}

void ScoresPane::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    const bool narrow = viewport()->width() < widthOfThreeColumns;
    if (narrow == m_narrow) return;
    m_narrow = narrow;
    write();
}

void ScoresPane::write() {
    const look::Theme& theme = look::themeOf(this);
    QString text;
    if (!m_sample) text = QStringLiteral("<p style='color:%1'>%2</p>").arg(theme.muted.name(), tr("No sample is shown"));
    else text = verdictText() + scoresText() + ligandsText() + problemsText();
    m_text->setText(QStringLiteral("<style>a { color:%1; text-decoration:none }</style>").arg(theme.accent.name()) + text);
}

QString ScoresPane::verdictText() const {
    const look::Theme& theme = look::themeOf(this);
    QString lines;
    for (const results::Statement& statement : m_sample->statements) {
        QString words = capital(QString::fromStdString(statement.text)).toHtmlEscaped();
        if (!statement.chain.empty()) words = QStringLiteral("<a href='chain:%1'>%2</a>").arg(QString::fromStdString(statement.chain), words);
        lines += QStringLiteral("<p style='margin:0 0 4px 0'>%1&nbsp; %2</p>").arg(markOf(statement.weight, theme), words);
    }
    return QStringLiteral("<div style='font-size:12pt'>%1</div>").arg(lines);
}

QString ScoresPane::scoresText() const {
    if (!m_sample->summary) return {};
    const results::Summary& summary = *m_sample->summary;
    QString rows;
    const auto row = [this](const QString& name, const QString& value, const QString& explanation = {}) { return rowOf(m_narrow, name, value, explanation); };
    rows += row(tr("ranking score"), score(m_sample->sample.rankingScore ? m_sample->sample.rankingScore : summary.rankingScore), tr("the greater, the better among samples of one job"));
    rows += row(QStringLiteral("pTM"), score(summary.ptm), tr("of the whole; over 0.5 the fold is probably right"));
    if (summary.chains.size() > 1) rows += row(QStringLiteral("ipTM"), score(summary.iptm), tr("between chains; from 0.8 confident"));
    rows += row(tr("disordered"), summary.fractionDisordered ? look::percent(*summary.fractionDisordered) : look::notMeasured());
    rows += row(tr("clash"), summary.hasClash ? (*summary.hasClash ? tr("yes") : tr("no")) : look::notMeasured());
    return QStringLiteral("<table style='margin-top:8px'>%1</table>").arg(rows);
}

QString ScoresPane::ligandsText() const {
    const look::Theme& theme = look::themeOf(this);
    QString lines;
    for (std::size_t i = 0; i < m_sample->ligands.size(); ++i) {
        const results::LigandReport& ligand = m_sample->ligands[i];
        const auto weight = ligand.sound() ? results::Statement::Weight::Good : results::Statement::Weight::Bad;
        lines += QStringLiteral("<p style='margin:4px 0 0 0'>%1&nbsp; <a href='residue:%2'>%3</a>: %4</p>").arg(markOf(weight, theme)).arg(ligand.place)
                     .arg(m_sample->residueText(ligand.place).toHtmlEscaped(), ligandFindings(ligand).toHtmlEscaped());
    }
    return lines.isEmpty() ? lines : QStringLiteral("<h4 style='margin:12px 0 0 0'>%1</h4>%2").arg(tr("Ligands and modified residues"), lines);
}

QString ScoresPane::problemsText() const {
    const look::Theme& theme = look::themeOf(this);
    QString lines;
    for (const std::string& problem : m_sample->problems) lines += QStringLiteral("<p style='color:%1'>%2</p>").arg(theme.failure.name(), QString::fromStdString(problem).toHtmlEscaped());
    return lines;
}

QString ScoresPane::text() const { return QTextDocumentFragment::fromHtml(m_text->text()).toPlainText(); }

void ScoresPane::follow(const QString& link) {
    if (link.startsWith(QLatin1String("chain:"))) Q_EMIT chainsSelected({link.mid(6).toStdString()});
    if (link.startsWith(QLatin1String("residue:"))) Q_EMIT residuesSelected({m_sample->residueAt(link.mid(8).toInt())});
}

}  // namespace foldmeter::gui
