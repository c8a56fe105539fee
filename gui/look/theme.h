// The colours, text sizes and grid of the window: three schemes as tables, put on a QApplication as its palette,
// drawn by quiet_style.h. A widget that draws by itself asks themeOf(palette()), so no theme object travels
// and a change of scheme reaches it as an ordinary PaletteChange event. Colour carries meaning only.
#pragma once

#include <QColor>
#include <QFont>
#include <QString>

#include <array>
#include <optional>
#include <string_view>

class QApplication;
class QPainter;
class QPalette;
class QRectF;
class QWidget;

namespace foldmeter::look {

enum class Scheme { Light, Dark, HighContrast };
enum class SchemeChoice { System, Light, Dark, HighContrast };   // what a person sets

struct Theme {
    Scheme scheme;
    QColor window, panel, line, text, muted;
    QColor accent, onAccent;                  // accent and selection; text that stands on it
    QColor quiet, trace, optimise, codegen, autotune, execute;   // stages; quiet: featurise, load, write
    QColor warning, failure;                  // for words and outlines, readable on window and panel
};

const Theme& theme(Scheme scheme);
const Theme& themeOf(const QPalette& palette);   // the scheme whose colours the palette holds
const Theme& themeOf(const QWidget* widget);

// Colour of a timeline category or stage: "featurise load trace optimize codegen autotune execute write"; any other
// name (waiting, idle, other) gives the line colour, which is drawn hatched.
QColor stageColour(const Theme& theme, std::string_view category);
bool isHatched(std::string_view category);
// The same stages as patterns, for print and for readers who cannot tell the colours apart.
Qt::BrushStyle stagePattern(std::string_view category);

// AlphaFold's four bands of pLDDT, the same in every scheme.
struct PlddtBand {
    double above;          // 90, 70, 50, 0
    QColor colour;
    const char* label;     // "very high (> 90)", untranslated; plddtLabel() translates
};
const std::array<PlddtBand, 4>& plddtBands();
QColor plddtColour(double plddt);
QString plddtLabel(const PlddtBand& band);

// Text sizes in points; there are no others.
enum class TextSize { Small = 9, Body = 10, Heading = 12, Title = 16 };
QFont font(TextSize size, bool bold = false);
QFont monospace(TextSize size);
void setTextSize(QWidget* widget, TextSize size, bool bold = false);
void setMuted(QWidget* widget);              // muted text colour, following the scheme

constexpr int grid = 8;                      // pixels; margins and gaps are multiples or halves of it

// The system's wish, read off the palette it gave to the application.
Scheme systemScheme(QApplication& application);
Scheme chosenScheme(SchemeChoice choice, QApplication& application);
void applyScheme(QApplication& application, Scheme scheme);

// Names used in the stored settings: "system", "light", "dark", "high-contrast".
QString toName(SchemeChoice choice);
std::optional<SchemeChoice> schemeChoice(const QString& name);

}  // namespace foldmeter::look
