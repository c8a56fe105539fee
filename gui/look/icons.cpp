#include "gui/look/icons.h"

#include "base/error.h"
#include "base/paths.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmap>
#include <QSvgRenderer>

namespace foldmeter::look {
namespace {

QByteArray readDrawing(const QString& name) {
    try {
        QFile file(QString::fromStdString(resourcePath("icons/" + name.toStdString() + ".svg").string()));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    } catch (const InputError&) {
        return {};   // an icon is an ornament; without resources the words remain
    }
}

// Draws the SVG with "currentColor" replaced by the application's text colour of the moment.
class DrawingEngine : public QIconEngine {
public:
    DrawingEngine(QByteArray drawing, QPalette::ColorRole role) : m_drawing(std::move(drawing)), m_role(role) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const QPalette palette = QGuiApplication::palette();
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        const QColor colour = palette.color(group, mode == QIcon::Selected ? QPalette::HighlightedText : m_role);
        QByteArray drawing = m_drawing;
        drawing.replace("currentColor", colour.name().toLatin1());
        QSvgRenderer(drawing).render(painter, rect);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap result(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        painter.setRenderHint(QPainter::Antialiasing);
        paint(&painter, result.rect(), mode, state);
        return result;
    }

    QIconEngine* clone() const override { return new DrawingEngine(m_drawing, m_role); }
    QString key() const override { return QStringLiteral("foldmeter"); }

private:
    QByteArray m_drawing;
    QPalette::ColorRole m_role;
};

}  // namespace

QIcon icon(const QString& name, QPalette::ColorRole role) {
    const QByteArray drawing = name.isEmpty() ? QByteArray() : readDrawing(name);
    return drawing.isEmpty() ? QIcon() : QIcon(new DrawingEngine(drawing, role));
}

}  // namespace foldmeter::look
