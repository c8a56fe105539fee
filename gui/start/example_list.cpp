#include "gui/start/example_list.h"

#include "base/error.h"

#include <QFile>
#include <QStringList>

namespace foldmeter::start {

std::vector<Example> readExamples(const std::filesystem::path& folder) {
    const std::filesystem::path table = folder / "examples.tsv";
    QFile file(QString::fromStdString(table.string()));
    if (!file.open(QIODevice::ReadOnly)) throw InputError(table.string() + ": " + file.errorString().toStdString());
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    const QStringList header = lines.isEmpty() ? QStringList() : lines.front().split(u'\t');
    std::vector<Example> examples;
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const QStringList cells = lines[i].split(u'\t');
        const auto cell = [&](const char* column) {
            const qsizetype at = header.indexOf(QLatin1String(column));
            if (at < 0 || at >= cells.size())
                throw InputError(table.string() + ", line " + std::to_string(i + 1) + ": no column " + column);
            return cells[at];
        };
        const std::string name = cell("name").toStdString();
        examples.push_back({cell("name"), cell("pdb"), cell("shows"), cell("tokens").toInt(), cell("atoms").toInt(), folder / (name + ".json"), folder / "pictures" / (name + ".png")});
    }
    return examples;
}

}  // namespace foldmeter::start
