// The line over the tracks: search with count and next and previous, the filter of what is shown, the keys.
#pragma once

#include "gui/timeline/span_filter.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QLabel;
class QLineEdit;
class QTimer;
class QToolButton;

namespace foldmeter::gui {

class TimelineBar : public QWidget {
    Q_OBJECT

public:
    explicit TimelineBar(QWidget* parent = nullptr);
    void setTracks(std::shared_ptr<const TrackList> list);    // asks the search again
    void search(const QString& query);                        // at once
    void focusSearch();
    void go(int direction);                                   // 1: the next span found, round and round
    void setCurrent(int span);                                // where "next" counts from
    const std::vector<int>& found() const { return m_found; }
    QString countText() const;
    void setFilter(const SpanFilter& filter);
    const SpanFilter& filter() const { return m_filter; }

Q_SIGNALS:
    void foundChanged(const std::vector<int>& spans);
    void spanAsked(int span);
    void filterChanged(const foldmeter::gui::SpanFilter& filter);
    void keysAsked();
    void left();                                              // Escape: back to the tracks

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeFilterPanel();
    void find();
    void takeFilter();
    void showFilter();

    std::shared_ptr<const TrackList> m_list;
    std::vector<int> m_found;
    int m_current = -1;                                       // place in m_found
    SpanFilter m_filter;
    QLineEdit* m_query;
    QLabel* m_count;
    QToolButton* m_filterButton;
    std::vector<QCheckBox*> m_categories;
    QLineEdit *m_name = nullptr, *m_scope = nullptr;
    QTimer* m_typing;
};

}  // namespace foldmeter::gui
