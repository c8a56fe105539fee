#include "gui/look/theme.h"

#include "gui/look/quiet_style.h"

#include <QApplication>
#include <QCoreApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QPalette>
#include <QToolTip>
#include <QWidget>

namespace foldmeter::look {
namespace {

const Theme light{Scheme::Light,
                  QColor(0xFFFFFFu), QColor(0xF6F7F9u), QColor(0xD9DEE5u), QColor(0x1B2430u), QColor(0x5B6675u), QColor(0x2457C5u), QColor(0xFFFFFFu),
                  QColor(0x8A94A3u), QColor(0x56B4E9u), QColor(0x0072B2u), QColor(0xE69F00u), QColor(0xD55E00u), QColor(0x009E73u), QColor(0x9A4A00u), QColor(0xB3261Eu)};
const Theme dark{Scheme::Dark,
                 QColor(0x15181Du), QColor(0x1C2026u), QColor(0x323943u), QColor(0xE6EAF0u), QColor(0x98A3B3u), QColor(0x7AA2FFu), QColor(0x10131Au),
                 QColor(0x8A94A3u), QColor(0x56B4E9u), QColor(0x3D9BD6u), QColor(0xF0B429u), QColor(0xF07A2Bu), QColor(0x2BC79Bu), QColor(0xF0B429u), QColor(0xFF8A80u)};
const Theme highContrast{Scheme::HighContrast,
                         QColor(0x000000u), QColor(0x0A0A0Au), QColor(0xFFFFFFu), QColor(0xFFFFFEu), QColor(0xE0E0E0u), QColor(0xFFE14Du), QColor(0x000000u),
                         QColor(0xC8C8C8u), QColor(0x7FD0FFu), QColor(0x4FB0F0u), QColor(0xFFC84Au), QColor(0xFF9550u), QColor(0x3DE8B4u), QColor(0xFFC84Au), QColor(0xFFA199u)};

QColor blend(const QColor& a, const QColor& b, double share) {
    const auto mix = [&](int x, int y) { return static_cast<int>(x + (y - x) * share); };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

QPalette paletteOf(const Theme& theme) {
    QPalette palette;
    palette.setColor(QPalette::Window, theme.panel);
    palette.setColor(QPalette::Base, theme.window);
    palette.setColor(QPalette::AlternateBase, theme.panel);
    palette.setColor(QPalette::Button, theme.panel);
    palette.setColor(QPalette::ToolTipBase, theme.panel);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText, QPalette::BrightText})
        palette.setColor(role, theme.text);
    palette.setColor(QPalette::PlaceholderText, theme.muted);
    palette.setColor(QPalette::Highlight, theme.accent);
    palette.setColor(QPalette::HighlightedText, theme.onAccent);
    palette.setColor(QPalette::Link, theme.accent);
    palette.setColor(QPalette::LinkVisited, theme.accent);
    palette.setColor(QPalette::Light, blend(theme.panel, theme.window, 0.5));
    palette.setColor(QPalette::Midlight, blend(theme.panel, theme.line, 0.3));
    palette.setColor(QPalette::Mid, theme.line);
    palette.setColor(QPalette::Dark, blend(theme.line, theme.text, 0.2));
    palette.setColor(QPalette::Shadow, blend(theme.line, theme.text, 0.3));
    const QColor faint = theme.scheme == Scheme::HighContrast ? QColor(0xB0B0B0) : blend(theme.muted, theme.panel, 0.25);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faint);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, theme.line);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, theme.text);
    return palette;
}

}  // namespace

const Theme& theme(Scheme scheme) {
    switch (scheme) {
        case Scheme::Dark: return dark;
        case Scheme::HighContrast: return highContrast;
        case Scheme::Light: break;
    }
    return light;
}

const Theme& themeOf(const QPalette& palette) {
    const QColor text = palette.color(QPalette::Active, QPalette::WindowText);
    if (text == highContrast.text) return highContrast;
    return text.lightnessF() > 0.5 ? dark : light;
}

const Theme& themeOf(const QWidget* widget) { return themeOf(widget->palette()); }

QColor stageColour(const Theme& theme, std::string_view category) {
    if (category == "featurise" || category == "load" || category == "write") return theme.quiet;
    if (category == "trace") return theme.trace;
    if (category == "optimize" || category == "optimise") return theme.optimise;
    if (category == "codegen" || category == "bind") return theme.codegen;
    if (category == "autotune") return theme.autotune;
    if (category == "execute") return theme.execute;
    return theme.line;
}

bool isHatched(std::string_view category) { return stagePattern(category) == Qt::BDiagPattern; }

Qt::BrushStyle stagePattern(std::string_view category) {
    if (category == "featurise" || category == "load" || category == "write") return Qt::Dense6Pattern;
    if (category == "trace") return Qt::HorPattern;
    if (category == "optimize" || category == "optimise") return Qt::VerPattern;
    if (category == "codegen" || category == "bind") return Qt::FDiagPattern;
    if (category == "autotune") return Qt::DiagCrossPattern;
    if (category == "execute") return Qt::SolidPattern;
    return Qt::BDiagPattern;
}

const std::array<PlddtBand, 4>& plddtBands() {
    static const std::array<PlddtBand, 4> bands{{{90, QColor(0x0053D6), QT_TRANSLATE_NOOP("look", "very high (> 90)")},
                                                 {70, QColor(0x65CBF3), QT_TRANSLATE_NOOP("look", "confident (70 to 90)")},
                                                 {50, QColor(0xFFDB13), QT_TRANSLATE_NOOP("look", "low (50 to 70)")},
                                                 {0, QColor(0xFF7D45), QT_TRANSLATE_NOOP("look", "very low (< 50)")}}};
    return bands;
}

QColor plddtColour(double plddt) {
    for (const PlddtBand& band : plddtBands())
        if (plddt > band.above) return band.colour;
    return plddtBands().back().colour;
}

QString plddtLabel(const PlddtBand& band) { return QCoreApplication::translate("look", band.label); }

QFont font(TextSize size, bool bold) {
    QFont result = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    result.setPointSize(static_cast<int>(size));
    result.setWeight(bold ? QFont::DemiBold : QFont::Normal);
    return result;
}

QFont monospace(TextSize size) {
    QFont result = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    result.setPointSize(static_cast<int>(size));
    return result;
}

void setTextSize(QWidget* widget, TextSize size, bool bold) { widget->setFont(font(size, bold)); }

// The placeholder's colour is the muted one in every scheme, so the role follows a change by itself.
void setMuted(QWidget* widget) { widget->setForegroundRole(QPalette::PlaceholderText); }

Scheme systemScheme(QApplication& application) {
    const QPalette ours = application.palette();
    application.setPalette(QPalette());
    const QPalette system = application.palette();
    application.setPalette(ours);
    return system.color(QPalette::WindowText).lightnessF() > system.color(QPalette::Window).lightnessF() ? Scheme::Dark : Scheme::Light;
}

Scheme chosenScheme(SchemeChoice choice, QApplication& application) {
    switch (choice) {
        case SchemeChoice::Light: return Scheme::Light;
        case SchemeChoice::Dark: return Scheme::Dark;
        case SchemeChoice::HighContrast: return Scheme::HighContrast;
        case SchemeChoice::System: break;
    }
    return systemScheme(application);
}

void applyScheme(QApplication& application, Scheme scheme) {
    const Theme& colours = theme(scheme);
    if (!dynamic_cast<QuietStyle*>(application.style())) QApplication::setStyle(new QuietStyle);
    const QPalette palette = paletteOf(colours);
    QApplication::setPalette(palette);
    for (QWidget* window : QApplication::topLevelWidgets()) {   // Qt tells a window later, and never one whose surface is made anew meanwhile
        QEvent changed(QEvent::ApplicationPaletteChange);
        QCoreApplication::sendEvent(window, &changed);
    }
    QToolTip::setPalette(palette);
    if (const QFont body = font(TextSize::Body); QApplication::font() != body) QApplication::setFont(body);   // each setting reaches every widget
}

QString toName(SchemeChoice choice) {
    switch (choice) {
        case SchemeChoice::Light: return QStringLiteral("light");
        case SchemeChoice::Dark: return QStringLiteral("dark");
        case SchemeChoice::HighContrast: return QStringLiteral("high-contrast");
        case SchemeChoice::System: break;
    }
    return QStringLiteral("system");
}

std::optional<SchemeChoice> schemeChoice(const QString& name) {
    for (const auto choice : {SchemeChoice::System, SchemeChoice::Light, SchemeChoice::Dark, SchemeChoice::HighContrast})
        if (toName(choice) == name) return choice;
    return std::nullopt;
}

}  // namespace foldmeter::look
