// How far the pictures are that are being made, and the button that stops it. Hidden while none are.
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;

namespace foldmeter::app {

class StructureExport;

class ExportBar : public QWidget {
    Q_OBJECT

public:
    ExportBar(StructureExport* exporter, QWidget* parent = nullptr);
    QString text() const;

private:
    void progress(int done, int total);

    QLabel* m_text;
    QProgressBar* m_progress;
};

}  // namespace foldmeter::app
