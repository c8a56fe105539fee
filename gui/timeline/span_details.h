// What is known of the selected span, and where the time of a measured range went: by span name, total and self.
#pragma once

#include "gui/timeline/track_list.h"

#include <QWidget>

#include <set>

class QLabel;
class QTableWidget;

namespace foldmeter::gui {

class SpanDetails : public QWidget {
    Q_OBJECT

public:
    explicit SpanDetails(QWidget* parent = nullptr);
    void setTracks(std::shared_ptr<const TrackList> list);
    void showSpans(const std::set<int>& spans);
    void showRange(std::int64_t from, std::int64_t to);   // from == to: the selected span again
    QString text() const;                                 // of the head and the table, for copying and tests

Q_SIGNALS:
    void spanAsked(const QString& name);                  // a row of the range's table was opened

private:
    void setRows(const QStringList& head, const std::vector<QStringList>& rows);
    void showOne(int span);
    void copy() const;

    std::shared_ptr<const TrackList> m_list;
    std::set<int> m_spans;
    QLabel* m_title;
    QTableWidget* m_table;
};

}  // namespace foldmeter::gui
