#include "support/test_main.h"

#include "base/digest.h"
#include "base/error.h"

using namespace foldmeter;

class tst_digest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void knownValue() {
        // XXH3_128bits of no input, as xxHash's own documentation of test values states it.
        QCOMPARE(digestOf(std::string_view()).toHex(), std::string("99aa06d3014798d86001c324468d497f"));
        QVERIFY(digestOf("a") != digestOf("b"));
    }
    void travelsAsText() {
        const Digest digest = digestOf("foldmeter");
        QVERIFY(Digest::fromHex(digest.toHex()) == digest);
        for (const char* bad : {"", "12", "zz" "aa06d3014798d86001c324468d497f", "99aa06d3014798d86001c324468d497f0"})
            QVERIFY_EXCEPTION_THROWN(Digest::fromHex(bad), InputError);
    }
    void partsAreKeptApart() {
        QVERIFY(DigestBuilder().add("ab").add("c").finish() != DigestBuilder().add("a").add("bc").finish());
        QVERIFY(DigestBuilder().add("ab").finish() == DigestBuilder().add("ab").finish());
    }
};
FOLDMETER_TEST(tst_digest)
#include "tst_digest.moc"
