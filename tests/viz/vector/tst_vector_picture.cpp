#include "support/recorded_run.h"

#include "structure/structure.h"
#include "structure/mmcif.h"
#include "viz/vector/vector_picture.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QXmlStreamReader>

using namespace foldmeter;

class tst_vector_picture : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    structure::Structure m_insulin;

private Q_SLOTS:
    void initTestCase() {
        const auto folder = std::filesystem::path(m_folder.path().toStdString());
        test::copyRecordedRun("insulin", folder);
        m_insulin = structure::loadStructure(folder / "seed-1_sample-0/insulin_seed-1_sample-0_model.cif");
    }
    void drawsTheCartoon() {
        const QString svg = QString::fromStdString(viz::drawVectorPicture(m_insulin));
        QXmlStreamReader reader(svg);
        QSet<QString> fills;
        while (!reader.atEnd())
            if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == QLatin1String("path")) fills.insert(reader.attributes().value("fill").toString());
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        QVERIFY(fills.size() > 10);                                        // shaded
        const auto triangles = svg.count(QLatin1Char('z'));
        QVERIFY2(triangles > 1500 && triangles < 24000, qPrintable(QString::number(triangles)));
    }
    // All that is drawn lies on the page, and fills it in one direction.
    void fitsThePage() {
        const QString svg = QString::fromStdString(viz::drawVectorPicture(m_insulin, {.width = 400, .height = 200}));
        double least = 1e9, most = -1e9;
        static const QRegularExpression corner("[ML]([-0-9.]+) ([-0-9.]+)");
        for (auto matches = corner.globalMatch(svg); matches.hasNext();) {
            const auto match = matches.next();
            const double x = match.captured(1).toDouble(), y = match.captured(2).toDouble();
            QVERIFY(x >= 0 && x <= 400 && y >= 0 && y <= 200);
            least = std::min(least, y);
            most = std::max(most, y);
        }
        QVERIFY(most - least > 150);
    }
    void theSamePictureEveryTime() { QCOMPARE(viz::drawVectorPicture(m_insulin), viz::drawVectorPicture(m_insulin)); }
    void ligandsAreBallsAndSticks() {
        structure::Structure ligand;
        ligand.addAtom("L", 1, "LIG", "C1", "C", {0, 0, 0}, 80);
        ligand.addAtom("L", 1, "LIG", "O1", "O", {1.4, 0, 0}, 80);
        const QString svg = QString::fromStdString(viz::drawVectorPicture(ligand));
        QCOMPARE(svg.count("<circle"), 2);
        QCOMPARE(svg.count("<line"), 2);
    }
    void nothingMakesNothing() { QVERIFY(viz::drawVectorPicture({}).empty()); }
};
FOLDMETER_TEST(tst_vector_picture)
#include "tst_vector_picture.moc"
