// One bundled example on the start page: its picture once this machine has made it, what it shows, and two buttons:
// predict it now, or open it in the job editor.
#pragma once

#include "gui/start/example_list.h"

#include <QFrame>

class QBoxLayout;
class QLabel;
class QPushButton;

namespace foldmeter::start {

class ExampleCard : public QFrame {
    Q_OBJECT

public:
    ExampleCard(const Example& example, bool large, QWidget* parent = nullptr);
    const Example& example() const { return m_example; }
    void setPicture(const QString& file);            // empty: none made here yet
    void setPredicted(bool before);                  // "Predict" becomes "Predict again"
    void setStacked(bool stacked);                   // the picture above the words: half as wide
    void setBusy(bool busy);                         // it runs now: the button leads to the run
    QPushButton* predictButton() const { return m_predict; }

Q_SIGNALS:
    void predictWanted(const QString& file);
    void openWanted(const QString& file);

protected:
    void changeEvent(QEvent* event) override;        // the sign in place of a picture has the scheme's colour

private:
    void nameButton();
    void drawPicture();

    Example m_example;
    QBoxLayout* m_layout;
    QLabel* m_picture;
    QPushButton *m_predict, *m_open;
    QString m_file;
    QSize m_size;
    bool m_before = false, m_busy = false;
};

}  // namespace foldmeter::start
