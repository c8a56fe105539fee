// What is known of the selected span: what it is, where it lies, its arguments; of a kernel its work against the machine's
// limit; of a tuned site its candidates; why the cache missed. Text that is asked for elsewhere (a kernel's, a graph's)
// is shown below.
#pragma once

#include "gui/timeline/machine_limits.h"
#include "gui/timeline/track_list.h"

#include <QWidget>

#include <set>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTableWidget;

namespace foldmeter::gui {

class SpanDetails : public QWidget {
    Q_OBJECT

public:
    explicit SpanDetails(QWidget* parent = nullptr);
    void setTracks(std::shared_ptr<const TrackList> list);
    void setLimits(const MachineLimits& limits);
    void setSourcesOffered(bool offered);                 // somebody answers sourceAsked
    void showSpans(const std::set<int>& spans);
    void showSource(const QString& text);                 // of what was asked for last; empty: hides it
    QString text() const;                                 // of the head and the table, for copying and tests
    QString sourceText() const;

Q_SIGNALS:
    void spanAsked(int span);                             // a row that stands for a span was opened
    void sourceAsked(const QString& program, const QString& kernel);   // kernel empty: the program's graph

private:
    using Rows = std::vector<std::pair<QString, QString>>;
    void setRows(const Rows& rows, const std::vector<int>& spans = {});
    void showOne(int span);
    void addKernel(Rows& rows, int span) const;
    void addArguments(Rows& rows, const timeline::Span& span) const;
    void copy() const;

    std::shared_ptr<const TrackList> m_list;
    std::set<int> m_spans;
    MachineLimits m_limits;
    bool m_offered = false;
    QString m_program, m_kernel;                          // whose text the button asks for
    QLabel *m_title, *m_words;
    QTableWidget* m_table;
    QPushButton* m_sourceButton;
    QPlainTextEdit* m_source;
};

}  // namespace foldmeter::gui
