#include "gui/report/picture_object.h"

#include <QAbstractTextDocumentLayout>
#include <QPagedPaintDevice>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <QTextDocument>
#include <QTextFrame>

#include <algorithm>

namespace foldmeter::reports {
namespace {

constexpr double designDpi = 96, paperWidth = 640, besideGap = 10, besideGapOnPaper = 50;   // units of a picture; the first page holds the answers and the pictures

// Dots of the device for one unit of a picture.
double scaleOf(const QTextDocument* document) {
    const QPaintDevice* device = document->documentLayout()->paintDevice();
    return device ? device->logicalDpiX() / designDpi : 1;
}

}  // namespace

// Its size is read once: a layout asks for it again and again.
QTextCharFormat PictureObject::formatOf(const QByteArray& svg, int beside) {
    QTextCharFormat format;
    format.setObjectType(objectType);
    format.setProperty(svgProperty, svg);
    format.setProperty(sizeProperty, QSizeF(QSvgRenderer(svg).defaultSize()));
    format.setProperty(besideProperty, beside);
    return format;
}

// As large as it was made, no wider than its part of the text.
QSizeF PictureObject::intrinsicSize(QTextDocument* document, int, const QTextFormat& format) {
    const QSizeF size = format.property(sizeProperty).toSizeF() * scaleOf(document);
    const int beside = std::max(1, format.property(besideProperty).toInt());
    if (dynamic_cast<QPagedPaintDevice*>(document->documentLayout()->paintDevice())) {
        // On paper the text is 17 cm wide; the layout asks before it knows its margins.
        const double room = (paperWidth / beside - (beside > 1 ? besideGapOnPaper : 0)) * scaleOf(document);
        return size.width() > room ? size * (room / size.width()) : size;
    }
    const QTextFrameFormat frame = document->rootFrame()->frameFormat();
    const double room = (document->textWidth() - frame.leftMargin() - frame.rightMargin() - 8) / beside - (beside > 1 ? besideGap * scaleOf(document) : 0);
    return room > 0 && size.width() > room ? size * (room / size.width()) : size;
}

// Paper gets the vectors; the screen a picture that is kept, since a structure is thousands of triangles.
void PictureObject::drawObject(QPainter* painter, const QRectF& area, QTextDocument*, int, const QTextFormat& format) {
    const QByteArray svg = format.property(svgProperty).toByteArray();
    if (dynamic_cast<QPagedPaintDevice*>(painter->device())) {
        QSvgRenderer(svg).render(painter, area);
        return;
    }
    const double ratio = painter->device()->devicePixelRatioF();
    const QSize size = (area.size() * ratio).toSize();
    const QString key = QStringLiteral("report/%1/%2x%3").arg(qHash(svg)).arg(size.width()).arg(size.height());
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        pixmap = QPixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter onto(&pixmap);
        onto.setRenderHint(QPainter::Antialiasing);
        QSvgRenderer(svg).render(&onto, QRectF(QPointF(), QSizeF(size)));
        onto.end();
        QPixmapCache::insert(key, pixmap);
    }
    painter->drawPixmap(area, pixmap, QRectF(pixmap.rect()));
}

}  // namespace foldmeter::reports
