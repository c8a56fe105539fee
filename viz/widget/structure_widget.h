// Structures in the window: set what is shown as plain values, hear what the person points at. The one bridge between Qt
// and VTK: neither appears in the other's folders. Meshes are made behind the scenes; the widget never waits for them.
#pragma once

#include "viz/colours.h"
#include "viz/display.h"

#include <QImage>
#include <QWidget>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace foldmeter::viz {

class StructureWidget : public QWidget {
    Q_OBJECT

public:
    explicit StructureWidget(QWidget* parent = nullptr);
    ~StructureWidget() override;

    // What is shown. The camera stays unless nothing was shown before; drawings of structures that stay are kept, and so
    // are links and measurements between structures that keep their places.
    void setStructures(std::vector<ShownStructure> structures);
    const std::vector<ShownStructure>& structures() const;
    void setRepresentation(Representation representation);
    Representation representation() const;
    void setColouring(const Colouring& colouring);
    const Colouring& colouring() const;
    Legend legend() const;                       // of the first visible structure; the others by name where they have one colour
    void setLegendShown(bool shown);
    void setDetails(const Details& details);
    const Details& details() const;
    void setLook(const Look& look);              // theme colours, occlusion, shadows, outlines, depth cue, projection
    const Look& look() const;

    void setSelection(const Selection& selection);   // does not signal
    const Selection& selection() const;
    // Contacts, hydrogen bonds, clashes to draw; what names atoms that are not there is left out, here and of measurements.
    void setLinks(std::vector<DrawnLink> links);
    void setMeasurements(std::vector<Measurement> measurements);
    const std::vector<Measurement>& measurements() const;
    // Clicks then choose atoms; every 2, 3 or 4 of them make a measurement. 0: clicks select again.
    void setMeasuring(int atoms);
    int measuring() const;

    // A structure that is being made, at most ten times a second: 3 numbers an atom row of `layout`, Angstrom. The picture
    // then shows only that, laid on the frame before, and the camera follows. clearLive() shows the structures again.
    void setLivePositions(std::shared_ptr<const structure::Structure> layout, std::vector<float> positions);
    // The same for what was kept: as it lies, and the camera stays.
    void setReplayPositions(std::shared_ptr<const structure::Structure> layout, const std::vector<float>& positions);
    void clearLive();
    bool live() const;

    void resetCamera();
    // The other view's camera, so that two pictures are seen from the same side; does not signal.
    void followCamera(const StructureWidget& other);
    void lookAtSelection();
    void lookAt(const std::vector<Picked>& atoms);   // into the middle, without selecting them
    QString valueOf(const Measurement& measurement) const;   // "3.41 Å", "112.0°"
    void turn(double right, double up);          // degrees
    // Twelve turns a minute until stopped or until the person takes hold of the view.
    void setSpinning(bool spinning);
    bool spinning() const;

    // Pictures that are made while the window goes on; of the same view from where it stands when this is called.
    struct PictureOrder {
        QSize size;
        bool transparent = false, annotated = false;
        int pictures = 1;
        double turned = 0;                       // degrees about the upright from one picture to the next
        std::function<void(int picture)> before; // puts the scene in place for a picture; may be empty
    };
    bool orderPictures(PictureOrder order);      // false: nothing can be drawn, or others are being made
    void cancelPictures();
    bool makingPictures() const;

    // A finished picture of what is shown, with legend and labels when `annotated`. Any size; it is drawn in one go.
    QImage grabImage(const QSize& size, bool transparent = false, bool annotated = false);
    // Everything shown as glTF (binary parts inside), or its atoms as mmCIF or PDB text. InputError when that cannot be.
    void exportGltf(const std::filesystem::path& path) const;
    std::string exportMmcif(const std::string& name) const;
    std::string exportPdb(const std::string& name) const;
    bool drawn() const;                          // no drawings are being made
    // The refined picture that stands in the view, without legend and labels; null while it is not finished.
    QImage refinedImage() const;
    QImage refinedCutOut() const;                // the same without ground
    bool busy() const;                           // drawings are being made or the still is being refined
    QString problem() const;                     // why nothing can be drawn; empty when all is well

    QSize sizeHint() const override;

Q_SIGNALS:
    void hovered(std::optional<foldmeter::viz::Picked> what);   // what the pointer is over; nothing: empty space
    // A click chose this; the selection has been changed and drawn.
    void selectionChanged(const foldmeter::viz::Selection& selection);
    void picked(const foldmeter::viz::Picked& what, Qt::KeyboardModifiers modifiers);
    void measurementsChanged();
    void cameraChanged();
    void drawingsReady();                        // everything set so far is drawn in full
    void stillReady();                           // and refined
    void pictureMade(int picture, const QImage& image);       // of those ordered
    void picturesProgressed(int done, int total);
    void picturesDone();                         // all were made

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;   // the mouse over the GL surface
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void makeView();
    void click(const QPointF& where, Qt::KeyboardModifiers modifiers);
    void hover(const QPointF& where);
    void drag(const QPointF& by, Qt::MouseButtons buttons, Qt::KeyboardModifiers modifiers);
    void moved();                                // the camera has: coarse meshes until it rests
    void rested();
    void requestDrawings();
    void redraw();
    void redrawView();
    bool isThere(const Picked& atom) const;
    void placeLinks();
    void annotate(QImage& image, double scale) const;
    void takePicture(int picture, QImage image);
    double pictureScale(const QSize& size) const;   // how many of its pixels make one of the window
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace foldmeter::viz
