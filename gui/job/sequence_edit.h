// A polymer's sequence as a grid of letters: coloured by residue, numbered every ten, modified residues framed and named.
// Edited like a text, by keyboard, mouse and clipboard; it never changes its own letters but asks for it, so that every
// change is a step of the job.
#pragma once

#include "features/fold_input.h"

#include <QAbstractScrollArea>

#include <map>
#include <string>

namespace foldmeter::job {

class SequenceEdit : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit SequenceEdit(QWidget* parent = nullptr);

    void setValue(features::EntityKind kind, const std::string& letters, const std::map<int, QString>& modifications);
    const std::string& letters() const { return m_letters; }
    int caret() const { return m_caret; }                  // letters before it
    int selectionBegin() const { return std::min(m_caret, m_anchor); }
    int selectionEnd() const { return std::max(m_caret, m_anchor); }
    void setCaret(int place, bool select = false);
    int lettersPerRow() const { return m_perRow; }
    int residueAt(const QPoint& place) const;              // 1-based; 0 where there is none
    QRect cellOf(int residue) const;                       // in the viewport

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    // What a pasted text means as letters: blanks, digits and one FASTA heading left out, capitals.
    static QString lettersOf(const QString& text);

Q_SIGNALS:
    void edited(int at, int removed, const QString& inserted);
    void modificationWanted(int residue);                  // 1-based
    void modificationUnwanted(int residue);
    void textPasted(const QString& text);                  // more than one sequence

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    int placeAt(const QPoint& point) const;                // caret place nearest to a point
    int rowsFor(int width) const;
    int perRowFor(int width) const;
    int xOf(int column) const;
    void layOut();
    void paintRow(QPainter& painter, int row) const;
    void paintNumbers(QPainter& painter, int row, int top) const;
    void paintCaret(QPainter& painter) const;
    void insert(const QString& text);
    void remove(int begin, int end);
    void paste();
    void copy() const;
    bool moveCaret(QKeyEvent* event);
    void announce();

    features::EntityKind m_kind = features::EntityKind::Protein;
    std::string m_letters;
    std::map<int, QString> m_modifications;
    int m_caret = 0, m_anchor = 0;
    int m_perRow = 10;
    int m_cell = 10, m_cellHeight = 18, m_numberHeight = 12, m_gap = 8;   // pixels
};

}  // namespace foldmeter::job
