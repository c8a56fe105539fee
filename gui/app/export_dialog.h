// Asks how large a picture is, whether it has a ground, and how many pictures make a film, before its file is named.
#pragma once

#include "gui/app/structure_export.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QSpinBox;

namespace foldmeter::app {

class ExportDialog : public QDialog {
    Q_OBJECT

public:
    enum class What { Picture, Spin, Diffusion };
    // `form`: what stands in it first. The pictures of a diffusion film are its steps: they are told, not asked for.
    ExportDialog(What what, const PictureForm& form, const QSize& window, QWidget* parent = nullptr);
    PictureForm form() const;

Q_SIGNALS:
    void chosen(const foldmeter::app::PictureForm& form);

private:
    QSpinBox *m_width, *m_height, *m_pictures;
    QCheckBox *m_transparent, *m_annotated;
};

}  // namespace foldmeter::app
