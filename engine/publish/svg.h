// Writes scalable vector graphics: shapes with the colours of the window's light theme as attributes, so that every reader
// shows them, and a class each, by which a page's style sheet turns them dark.
#pragma once

#include "timeline/timeline.h"

#include <string>
#include <string_view>

namespace foldmeter::publish {

// A colour by what it means.
struct Ink {
    std::string_view name;                       // class: "text", "muted", "line", "execute" ...
    std::string_view light, dark;                // "#1B2430"
};
extern const Ink textInk, mutedInk, lineInk, panelInk, accentInk, longerInk, shorterInk;
Ink inkOf(timeline::Category stage);
// The same picture with the inks' dark colours, for readers without style sheets on a dark page.
std::string inDarkInks(std::string svg);
// The style rules for all inks in both schemes.
std::string inkStyle();

enum class Anchor { Start, Middle, End };

class Svg {
public:
    Svg(double width, double height) : m_width(width), m_height(height) {}
    void rectangle(double x, double y, double width, double height, const Ink& ink, const std::string& title = {});
    void outline(double x, double y, double width, double height, const Ink& ink);
    void line(double x1, double y1, double x2, double y2, const Ink& ink, double width = 1);
    // `points`: "x,y x,y ..."
    void path(const std::string& points, const Ink& ink, double width = 1.5);
    void text(double x, double y, std::string_view text, const Ink& ink = textInk, Anchor anchor = Anchor::Start, double size = 12);
    enum class Scaling { Pixels, Smooth };       // of an image that is shown larger or smaller than it is
    void image(double x, double y, double width, double height, const std::string& dataAddress, Scaling scaling = Scaling::Pixels);
    // White or black letters on a stage's bar.
    void label(double x, double y, std::string_view text, bool onDark);
    void raw(const std::string& element) { m_body += element; }
    std::string finish() const;

private:
    double m_width, m_height;
    std::string m_body;
};

// Text with & < > " as entities; bytes that are no valid character become U+FFFD.
std::string escaped(std::string_view text);

}  // namespace foldmeter::publish
