// Two tables of chain against chain: ipTM and smallest PAE, coloured, every field labelled with its number. Choosing a
// field selects its two chains.
#pragma once

#include "gui/run/loaded_sample.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace foldmeter::gui {

class ChainPairs : public QWidget {
    Q_OBJECT

public:
    explicit ChainPairs(QWidget* parent = nullptr);
    void setSample(std::shared_ptr<const LoadedSample> sample);
    void setSelection(const commands::Selection& selection);
    QString fieldText(int table, int row, int column) const;   // table 0: ipTM, 1: smallest PAE
    QRect fieldArea(int table, int row, int column) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {160, 160}; }

Q_SIGNALS:
    void chainsSelected(const std::vector<std::string>& chains);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Field {
        int table = 0, row = 0, column = 0;
        bool operator==(const Field&) const = default;
    };
    int chains() const;
    int side() const;                                           // of a field, pixels
    QPoint originOf(int table) const;                           // of its first field
    std::optional<Field> fieldAt(const QPoint& place) const;
    void paintTable(QPainter& painter, int table) const;
    void paintField(QPainter& painter, const Field& field) const;
    QString explain(const Field& field) const;
    void choose(const Field& field);

    std::shared_ptr<const LoadedSample> m_sample;
    std::vector<std::string> m_selected;
    std::optional<Field> m_current;
};

}  // namespace foldmeter::gui
