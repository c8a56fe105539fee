#include "support/test_main.h"

#include "base/error.h"
#include "settings/matrix.h"

using namespace foldmeter;

class tst_matrix : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void matrixCrosses() {
        const auto all = parseMatrix("precision=f32,bf16 fusion=on,off");
        QCOMPARE(all.size(), std::size_t{4});
        QCOMPARE(all[1].name, std::string("precision=f32 fusion=off"));
        QVERIFY(!all[1].applied({}).fusion);
        QVERIFY(!parseMatrix("recording=off")[0].recording && parseMatrix("recording=on")[0].recording);
        QVERIFY_EXCEPTION_THROWN(parseMatrix("recording=maybe"), InputError);
        QCOMPARE(parseMatrix("").size(), std::size_t{1});
        for (const char* bad : {"precision", "=f32", "precision=", "precision=f32,,bf16"}) QVERIFY_EXCEPTION_THROWN(parseMatrix(bad), InputError);
        QVERIFY_EXCEPTION_THROWN(parseMatrix("precision=f64")[0].applied({}), InputError);
        QVERIFY_EXCEPTION_THROWN(parseMatrix("colour=red")[0].applied({}), InputError);
        QVERIFY_EXCEPTION_THROWN(parseMatrix("target=h100-sxm-80gb")[0].applied({}), InputError);   // described, not here
        QVERIFY_EXCEPTION_THROWN(parseMatrix("target=cuda precision=tf32")[0].applied({}), InputError);
        QVERIFY_EXCEPTION_THROWN(parseMatrix("target=cpu precision=tf32")[0].applied({}), InputError);
        QCOMPARE(parseMatrix("target=cuda:1")[0].applied({}).target, std::string("cuda:1"));
    }
};
FOLDMETER_TEST(tst_matrix)
#include "tst_matrix.moc"
