// What the widget's tests share: an example in a window, and a look at how much of a picture is drawn on.
#pragma once

#include "structure/mmcif.h"
#include "support/test_main.h"
#include "viz/widget/structure_widget.h"

#include <QSignalSpy>

#include <cstdlib>

namespace foldmeter::test {

inline viz::ShownStructure example(const std::string& name) {
    return {name, std::make_shared<structure::Structure>(structure::loadStructure(sourcePath("resources/examples/truth/" + name + ".cif"))), {}, {}, true};
}

inline double inkOf(const QImage& image) {
    int ink = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) ink += qGray(image.pixel(x, y)) < 245;
    return static_cast<double>(ink) / (image.width() * image.height());
}

inline void keep(const QImage& image, const char* name) {
    if (const char* folder = std::getenv("FOLDMETER_PICTURES")) image.save(QString("%1/widget-%2.png").arg(folder, name));
}

inline std::unique_ptr<viz::StructureWidget> shown(const std::string& name) {
    auto widget = std::make_unique<viz::StructureWidget>();
    widget->resize(640, 480);
    widget->show();
    if (!QTest::qWaitForWindowExposed(widget.get())) return widget;
    QSignalSpy ready(widget.get(), &viz::StructureWidget::drawingsReady);
    widget->setStructures({example(name)});
    ready.wait(5000);
    QTest::qWait(50);
    return widget;
}

}  // namespace foldmeter::test
