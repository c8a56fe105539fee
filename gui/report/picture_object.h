// Vector graphics standing in rich text like a letter. For this folder's .cpp files.
#pragma once

#include <QObject>
#include <QTextFormat>
#include <QTextObjectInterface>

namespace foldmeter::reports {

class PictureObject : public QObject, public QTextObjectInterface {
    Q_OBJECT
    Q_INTERFACES(QTextObjectInterface)

public:
    static constexpr int objectType = QTextFormat::UserObject + 1;
    static constexpr int svgProperty = QTextFormat::UserProperty + 1;    // its text, QByteArray
    static constexpr int sizeProperty = QTextFormat::UserProperty + 2;   // QSizeF, units of the picture
    static constexpr int besideProperty = QTextFormat::UserProperty + 3; // how many pictures share the line with it
    using QObject::QObject;

    static QTextCharFormat formatOf(const QByteArray& svg, int beside = 1);

    QSizeF intrinsicSize(QTextDocument* document, int position, const QTextFormat& format) override;
    void drawObject(QPainter* painter, const QRectF& area, QTextDocument* document, int position, const QTextFormat& format) override;
};

}  // namespace foldmeter::reports
