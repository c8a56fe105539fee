#include "gui/job/job_text.h"

#include "base/error.h"

#include <array>
#include <optional>
#include <utility>

namespace foldmeter::job {
namespace {

using features::EntityKind;

constexpr std::array<std::pair<std::string_view, EntityKind>, 4> kinds = {{
    {"protein", EntityKind::Protein}, {"rna", EntityKind::Rna}, {"dna", EntityKind::Dna}, {"ligand", EntityKind::Ligand}}};

std::string textOf(const json::Value* value) { return value && value->isString() ? value->text : std::string(); }

std::vector<std::string> textsOf(const json::Value* value) {
    std::vector<std::string> texts;
    if (value && value->isString()) texts.push_back(value->text);
    if (value)
        for (const json::Value& item : value->items) texts.push_back(textOf(&item));
    return texts;
}

std::vector<std::int64_t> integersOf(const json::Value* value) {
    std::vector<std::int64_t> numbers;
    if (value)
        for (const json::Value& item : value->items) numbers.push_back(item.integer);
    return numbers;
}

class JobReader {
public:
    explicit JobReader(const KeptTexts& kept) : m_kept(kept) {}

    JobValue read(const json::Value& root) const {
        JobValue job;
        job.name = textOf(root.find("name"));
        if (const json::Value* seeds = root.find("modelSeeds"))
            for (const json::Value& seed : seeds->items)
                if (seed.kind == json::Kind::Integer && seed.integer >= 0 && seed.integer <= 0xffffffff) job.seeds.push_back(static_cast<std::uint32_t>(seed.integer));
        if (const json::Value* entries = root.find("sequences"))
            for (std::size_t i = 0; i < entries->items.size(); ++i) job.entities.push_back(entity(entries->items[i], i));
        if (const json::Value* bonds = root.find("bondedAtomPairs"))
            for (const json::Value& pair : bonds->items) job.bonds.push_back(bond(pair));
        job.userComponents = sourceOf(root, "userCCD", "userCCDPath").kind >= SourceKind::Text;
        return job;
    }

private:
    EntityValue entity(const json::Value& entry, std::size_t item) const {
        EntityValue value;
        value.item = item;
        value.readable = false;
        if (entry.members.size() != 1 || !entry.members[0].second.isObject()) return value;
        for (const auto& [name, kind] : kinds)
            if (entry.members[0].first == name) {
                value.readable = true;
                value.kind = kind;
            }
        if (value.readable) fill(value, entry.members[0].second);
        return value;
    }

    void fill(EntityValue& value, const json::Value& body) const {
        value.ids = textsOf(body.find("id"));
        value.description = textOf(body.find("description"));
        value.sequence = textOf(body.find("sequence"));
        value.codes = textsOf(body.find("ccdCodes"));
        value.smiles = textOf(body.find("smiles"));
        value.bySmiles = body.find("smiles") && !body.find("smiles")->isNull();
        value.unpaired = sourceOf(body, "unpairedMsa", "unpairedMsaPath");
        value.paired = sourceOf(body, "pairedMsa", "pairedMsaPath");
        const bool protein = value.kind == EntityKind::Protein;
        if (const json::Value* list = body.find("modifications"))
            for (const json::Value& item : list->items) {
                const json::Value* position = item.find(protein ? "ptmPosition" : "basePosition");
                value.modifications.push_back({textOf(item.find(protein ? "ptmType" : "modificationType")), position ? position->integer : 0});
            }
        const json::Value* templates = body.find("templates");
        value.templatesAbsent = !templates || templates->isNull();
        if (templates)
            for (const json::Value& item : templates->items)
                value.templates.push_back({sourceOf(item, "mmcif", "mmcifPath"), integersOf(item.find("queryIndices")), integersOf(item.find("templateIndices"))});
    }

    Source sourceOf(const json::Value& object, std::string_view key, std::string_view pathKey) const {
        Source source;
        if (const json::Value* path = object.find(pathKey); path && path->isString()) {
            source.kind = SourceKind::File;
            source.path = path->text;
        } else if (const json::Value* text = object.find(key); text && text->isString()) {
            const KeptTexts::Kept* kept = m_kept.find(text->text);
            source.kind = text->text.empty() ? SourceKind::None : SourceKind::Text;
            source.bytes = kept ? kept->text.size() : text->text.size();
            source.records = kept ? kept->records : countRecords(text->text);
        }
        return source;
    }

    static BondValue bond(const json::Value& pair) {
        BondValue value;
        for (std::size_t end = 0; end < 2 && end < pair.items.size(); ++end) {
            const json::Value& atom = pair.items[end];
            AtomValue& made = end == 0 ? value.first : value.second;
            if (!atom.items.empty()) made.chain = textOf(&atom.items[0]);
            if (atom.items.size() > 1) made.residue = atom.items[1].integer;
            if (atom.items.size() > 2) made.atom = textOf(&atom.items[2]);
        }
        return value;
    }

    const KeptTexts& m_kept;
};

}  // namespace

std::shared_ptr<const JobText> readJobText(const std::string& text, const KeptTexts& kept) {
    try {
        auto made = std::make_shared<JobText>();
        made->text = text;
        made->root = json::parse(text, "");
        if (!made->root.isObject()) return nullptr;
        made->job = JobReader(kept).read(made->root);
        return made;
    } catch (const InputError&) {
        return nullptr;   // the check of the text tells why
    }
}

std::string emptyJobText() {
    return "{\n  \"name\": \"job\",\n  \"modelSeeds\": [1],\n  \"sequences\": [],\n  \"dialect\": \"alphafold3\",\n  \"version\": 4\n}\n";
}

const json::Value* entryAt(const JobText& job, std::size_t item) {
    const json::Value* entries = job.root.find("sequences");
    return entries && item < entries->items.size() ? &entries->items[item] : nullptr;
}

const json::Value* bodyAt(const JobText& job, std::size_t item) {
    const json::Value* entry = entryAt(job, item);
    return entry && entry->members.size() == 1 && entry->members[0].second.isObject() ? &entry->members[0].second : nullptr;
}

}  // namespace foldmeter::job
