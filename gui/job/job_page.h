// The page on which a job is written: its entities as cards, beside them the same job as JSON text, below what is wrong
// with it. Whatever a person drops or pastes becomes part of the job.
#pragma once

#include "gui/job/import_text.h"
#include "gui/job/job_document.h"

#include <QThreadPool>
#include <QWidget>

class QBoxLayout;
class QComboBox;
class QLabel;
class QLineEdit;
class QMimeData;
class QPushButton;
class QScrollArea;
class QSpinBox;
class QSplitter;

namespace foldmeter::commands {
class CommandRegistry;
}
namespace foldmeter::look {
class NoteBar;
class StatePane;
}

namespace foldmeter::job {

class BondsTable;
class EntityCards;
class JsonEditor;
class ProblemView;

class JobPage : public QWidget {
    Q_OBJECT

public:
    // Adds its commands ("job.open", "job.add-protein", ...) to the registry.
    explicit JobPage(commands::CommandRegistry& registry, QWidget* parent = nullptr);
    ~JobPage() override;

    JobDocument& document() { return *m_job; }
    void openFile(const QString& file);                 // any dialect; the job follows in a moment
    void openText(const std::string& text, const QString& file = {});   // AlphaFold 3 JSON, at once
    void paste(const QMimeData* pasted);
    bool hasUnsaved();                                  // a job that no file holds as it is
    bool saveJob();                                     // asks where when it has no file yet; false: it was not saved
    void setSideWidget(QWidget* widget);                // above the JSON text; the page takes it
    QString summary() const;
    QString whyNotPredict() const;                      // empty: the job can be predicted

    EntityCards* cards() const { return m_cards; }
    JsonEditor* editor() const { return m_editor; }
    ProblemView* problems() const { return m_problems; }
    BondsTable* bonds() const { return m_bonds; }
    QLineEdit* nameField() const { return m_name; }
    QLineEdit* seedsField() const { return m_seeds; }
    QSpinBox* seedCount() const { return m_seedCount; }
    look::NoteBar* note() const { return m_note; }
    QComboBox* jobChoice() const { return m_jobChoice; }

Q_SIGNALS:
    // The job as a file would hold it, once its check is done. `file` is where relative paths start, may be empty.
    void jobChanged(const QString& json, const QString& file, bool sound);
    void predictRequested(const QString& json, const QString& file);
    void imported();                                    // what was dropped or pasted was read, to the good or not

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeHead();
    QWidget* makeForm();
    QWidget* makeTextSide();
    void makeAddRow(QBoxLayout* layout);
    void addCommands();
    void addEntityCommand(const QString& id, const QString& title, features::EntityKind kind, const QString& code, const QKeySequence& keys);
    void addEntity(const QString& what, EntityValue entity);
    void importFrom(std::function<Imported()> read);
    void take(const Imported& imported);
    void showJob();
    void showCheck();
    void showFormNote();
    void convertText();
    void chooseFile();
    bool save(const QString& file);
    bool saveAs();
    void predict();

    commands::CommandRegistry& m_registry;
    ComponentLibrary* m_library;
    JobDocument* m_job;
    QLineEdit *m_name, *m_seeds;
    QSpinBox* m_seedCount;
    QLabel *m_seedsNote, *m_summary;
    look::NoteBar *m_note, *m_formNote;
    QComboBox* m_jobChoice;
    QSplitter *m_sides, *m_rows;
    QScrollArea* m_scroll = nullptr;
    EntityCards* m_cards = nullptr;
    look::StatePane* m_empty = nullptr;
    BondsTable* m_bonds = nullptr;
    QWidget* m_sidePlace = nullptr;
    JsonEditor* m_editor = nullptr;
    ProblemView* m_problems = nullptr;
    Imported m_imported;
    QPushButton* m_predict = nullptr;
    bool m_sidesMoved = false;                          // by hand: the page leaves them then
    QThreadPool m_pool;
};

}  // namespace foldmeter::job
