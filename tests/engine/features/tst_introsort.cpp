// Orders that NumPy gave for keys with many ties, sizes around the switch to insertion sort, and keys made to use up the
// depth limit.
#include "features/introsort.h"
#include "base/file.h"
#include "golden.h"

#include <sstream>

using namespace foldmeter;
using namespace foldmeter::features;
using namespace foldmeter::test;

class tst_introsort : public QObject {
    Q_OBJECT

    static std::vector<int> numbers(const std::string& text) {
        std::istringstream stream(text);
        return {std::istream_iterator<int>(stream), {}};
    }

private Q_SLOTS:
    void sameOrderAsNumPy() {
        const auto rows = readTable(readText(dataPath("features/introsort.tsv")));
        QVERIFY(rows.size() >= 50);
        for (const auto& row : rows) {
            const std::vector<int> keys = numbers(row[0]);
            const auto order = introsorted(keys.size(), [&](int i, int j) { return keys[static_cast<std::size_t>(i)] < keys[static_cast<std::size_t>(j)]; });
            QCOMPARE(order, numbers(row[1]));
        }
    }
    void empty() { QVERIFY(introsorted(0, [](int, int) { return false; }).empty()); }
};

FOLDMETER_TEST(tst_introsort)
#include "tst_introsort.moc"
