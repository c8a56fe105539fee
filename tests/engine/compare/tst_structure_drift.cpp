#include "support/recorded_run.h"

#include "base/error.h"
#include "compare/structure_drift.h"
#include "results/prediction.h"

#include <QTemporaryDir>

#include <cmath>

using namespace foldmeter;
using namespace foldmeter::compare;

namespace {

// The mmCIF with the x coordinate (the line's first field that is a number with a point) of the first atom 2 A greater.
std::string withFirstAtomMoved(const std::string& text) {
    const std::size_t row = text.find("\nATOM") + 1, end = text.find('\n', row);
    for (std::size_t begin = row; begin < end;) {
        begin = text.find_first_not_of(' ', begin);
        const std::size_t stop = std::min(text.find(' ', begin), end);
        const std::string field = text.substr(begin, stop - begin);
        if (field.size() > 2 && field.find('.') != std::string::npos && field.find_first_not_of("-0123456789.") == std::string::npos)
            return text.substr(0, begin) + std::to_string(std::stod(field) + 2) + text.substr(stop);
        begin = stop;
    }
    return text;
}

}  // namespace

class tst_structure_drift : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::filesystem::path path(const std::string& name) const { return std::filesystem::path(m_folder.path().toStdString()) / name; }

private Q_SLOTS:
    void initTestCase() {
        test::copyRecordedRun("insulin", path("a"));
        test::copyRecordedRun("insulin", path("b"));
    }
    // A structure that was moved as a whole has not drifted; one atom moved by 2 A of 403 makes an RMSD of about 0.1 A.
    void oneAtomMoved() {
        const results::Prediction a = results::readPrediction(path("a")), b = results::readPrediction(path("b"));
        const auto file = path("b/seed-1_sample-0/insulin_seed-1_sample-0_model.cif");
        const structure::Structure structure = results::readSampleStructure(a.samples.front());
        writeAtomically(file, withFirstAtomMoved(readText(file)));
        const Drift drift = driftBetween(a, results::readPrediction(path("b")));
        QCOMPARE(drift.samples.size(), std::size_t{8});
        const SampleDrift& sample = drift.samples.front();
        QCOMPARE(sample.seed, 1u);
        QCOMPARE(sample.atoms, structure.atoms());
        QVERIFY2(std::abs(sample.rmsd - 2 / std::sqrt(static_cast<double>(sample.atoms))) < 0.005, qPrintable(QString::number(sample.rmsd)));
        QVERIFY(sample.lddt < 1 && sample.lddt > 0.98);
        QCOMPARE(sample.plddt, 0.0);
        QVERIFY(drift.samples[1].rmsd < 1e-6);
    }
    void twoSeedsOfOneRunDiffer() {
        const results::Prediction a = results::readPrediction(path("a"));
        const results::Sample* first = nullptr;
        const results::Sample* second = nullptr;
        for (const results::Sample& sample : a.samples) {
            if (sample.seed == 1 && sample.index == 0) first = &sample;
            if (sample.seed == 2 && sample.index == 0) second = &sample;
        }
        QVERIFY(first && second);
        const SampleDrift drift = driftOfSample(*first, *second);
        QVERIFY(drift.rmsd > 0.01);
        QVERIFY(drift.pae && *drift.pae > 0);
        QVERIFY(drift.largestPlddt >= std::abs(drift.plddt));
    }
    void damagedFilesAreTold() {
        test::copyRecordedRun("insulin", path("damaged"));
        writeAtomically(path("damaged/seed-2_sample-0/insulin_seed-2_sample-0_model.cif"), std::string_view("nothing"));
        const Drift drift = driftBetween(results::readPrediction(path("a")), results::readPrediction(path("damaged")));
        QCOMPARE(drift.samples.size(), std::size_t{7});
        QCOMPARE(drift.problems.size(), std::size_t{1});
    }
    void nothingInCommon() {
        QVERIFY(std::isnan(Drift{}.medianRmsd()));
    }
};
FOLDMETER_TEST(tst_structure_drift)
#include "tst_structure_drift.moc"
