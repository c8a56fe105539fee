#include "structure/components.h"

#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "base/paths.h"
#include "structure/component_codec.h"
#include "structure/component_file.h"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>
#include <span>
#include <unordered_map>

namespace foldmeter::structure {

int Component::findAtom(std::string_view wanted) const {
    for (std::size_t i = 0; i < atoms.size(); ++i)
        if (atoms[i].name == wanted) return static_cast<int>(i);
    return -1;
}

namespace {

std::string_view codeOf(const ComponentFileEntry& entry) {
    return {entry.code, strnlen(entry.code, sizeof entry.code)};
}

char upper(char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c); }

// Letters that must be changed, added, removed or swapped with their neighbour to get from `a` to `b`, case ignored.
int editDistance(std::string_view a, std::string_view b) {
    std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = static_cast<int>(i);
    for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= a.size(); ++i)
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool equal = upper(a[i - 1]) == upper(b[j - 1]);
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (equal ? 0 : 1)});
            if (i > 1 && j > 1 && upper(a[i - 1]) == upper(b[j - 2]) && upper(a[i - 2]) == upper(b[j - 1]))
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[a.size()][b.size()];
}

int equalStart(std::string_view a, std::string_view b) {
    std::size_t length = 0;
    while (length < std::min(a.size(), b.size()) && upper(a[length]) == upper(b[length])) ++length;
    return static_cast<int>(length);
}

}  // namespace

struct ComponentDictionary::State {
    std::shared_ptr<const ComponentDictionary> below;   // asked for what is not in `added`; the rest is empty then
    std::map<std::string, std::shared_ptr<const Component>, std::less<>> added;

    std::filesystem::path path;
    MappedFile file;
    std::span<const ComponentFileEntry> index;
    Bytes frames;
    std::unique_ptr<ZSTD_DDict, decltype(&ZSTD_freeDDict)> dictionary{nullptr, ZSTD_freeDDict};

    mutable std::mutex mutex;   // guards what follows
    std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context{nullptr, ZSTD_freeDCtx};
    std::unordered_map<std::string, std::shared_ptr<const Component>> read;

    [[noreturn]] void refuse(const std::string& why) const {
        throw InputError(fmt::format("{}: {}. Install Foldmeter's resources again, or rebuild the file with "
                                     "foldmeter-pack-components",
                                     path.string(), why));
    }
    void open();
    void verify(const ComponentFileHeader& header) const;
    const ComponentFileEntry* entry(std::string_view code) const;
    Buffer unpack(const ComponentFileEntry& entry, ZSTD_DCtx* with) const;
};

void ComponentDictionary::State::verify(const ComponentFileHeader& header) const {
    const std::size_t size = file.bytes().size();
    if (std::memcmp(header.magic, ComponentFileHeader::kMagic, sizeof header.magic) != 0)
        refuse("not a packed component dictionary");
    if (header.version != ComponentFileHeader::kVersion)
        refuse(fmt::format("format version {}, this program reads {}", header.version, ComponentFileHeader::kVersion));
    if (header.fileSize != size) refuse(fmt::format("{} bytes long, should be {}", size, header.fileSize));
    const std::uint64_t indexSize = header.components * std::uint64_t{sizeof(ComponentFileEntry)};
    if (header.dictionaryOffset != sizeof header + indexSize || header.framesOffset > size ||
        header.dictionarySize > size || header.framesOffset != header.dictionaryOffset + header.dictionarySize)
        refuse("damaged header");
    ComponentFileHeader blank = header;
    blank.checksumHigh = blank.checksumLow = 0;
    std::string covered(reinterpret_cast<const char*>(&blank), sizeof blank);
    covered.append(reinterpret_cast<const char*>(file.bytes().data()) + sizeof header, header.framesOffset - sizeof header);
    if (digestOf(covered) != Digest{header.checksumHigh, header.checksumLow}) refuse("damaged (checksum)");
}

void ComponentDictionary::State::open() {
    file = MappedFile(path);
    ComponentFileHeader header;
    if (file.bytes().size() < sizeof header) refuse("not a packed component dictionary");
    std::memcpy(&header, file.bytes().data(), sizeof header);
    verify(header);
    index = {reinterpret_cast<const ComponentFileEntry*>(file.bytes().data() + sizeof header), header.components};
    frames = file.bytes().subspan(header.framesOffset);
    for (const ComponentFileEntry& e : index)
        if (e.offset > frames.size() || e.size > frames.size() - e.offset) refuse("damaged index");
    if (header.dictionarySize > 0)
        dictionary.reset(ZSTD_createDDict(file.bytes().data() + header.dictionaryOffset, header.dictionarySize));
    context.reset(ZSTD_createDCtx());
    if (!context || (header.dictionarySize > 0 && !dictionary)) throw DeviceError("no memory to open " + path.string());
}

const ComponentFileEntry* ComponentDictionary::State::entry(std::string_view code) const {
    const auto found = std::lower_bound(index.begin(), index.end(), code,
                                        [](const ComponentFileEntry& e, std::string_view c) { return codeOf(e) < c; });
    return found != index.end() && codeOf(*found) == code ? &*found : nullptr;
}

Buffer ComponentDictionary::State::unpack(const ComponentFileEntry& e, ZSTD_DCtx* with) const {
    const Bytes frame = frames.subspan(e.offset, e.size);
    const auto size = ZSTD_getFrameContentSize(frame.data(), frame.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > kLargestComponent)
        refuse(fmt::format("component {} is damaged", codeOf(e)));
    Buffer bytes(size);
    const std::size_t got = ZSTD_decompress_usingDDict(with, bytes.data(), bytes.size(), frame.data(),
                                                       frame.size(), dictionary.get());
    if (ZSTD_isError(got) || got != size) refuse(fmt::format("component {} is damaged", codeOf(e)));
    return bytes;
}

std::shared_ptr<const ComponentDictionary> ComponentDictionary::bundled() {
    return open(resourcePath("components/components.fmc"));
}

std::shared_ptr<const ComponentDictionary> ComponentDictionary::open(const std::filesystem::path& path) {
    auto dictionary = std::make_shared<ComponentDictionary>();
    dictionary->m_state = std::make_unique<State>();
    dictionary->m_state->path = path;
    dictionary->m_state->open();
    return dictionary;
}

std::shared_ptr<const ComponentDictionary> ComponentDictionary::with(std::vector<Component> more) const {
    auto dictionary = std::make_shared<ComponentDictionary>();
    dictionary->m_state = std::make_unique<State>();
    dictionary->m_state->below = shared_from_this();
    for (Component& component : more) {
        std::string code = component.code;
        dictionary->m_state->added[std::move(code)] = std::make_shared<const Component>(std::move(component));
    }
    return dictionary;
}

ComponentDictionary::~ComponentDictionary() = default;

std::shared_ptr<const Component> ComponentDictionary::find(std::string_view code) const {
    if (m_state->below) {
        const auto added = m_state->added.find(code);
        return added != m_state->added.end() ? added->second : m_state->below->find(code);
    }
    const ComponentFileEntry* entry = m_state->entry(code);
    if (!entry) return nullptr;
    const std::scoped_lock lock(m_state->mutex);
    auto& slot = m_state->read[std::string(code)];
    if (!slot) slot = std::make_shared<const Component>(decodeComponent(std::string(code), m_state->unpack(*entry, m_state->context.get()).bytes()));
    return slot;
}

void ComponentDictionary::visitTitles(const std::function<void(const Component&)>& visit) const {
    if (m_state->below) {
        for (const auto& [code, component] : m_state->added) visit(*component);
        m_state->below->visitTitles([&](const Component& component) {
            if (!m_state->added.contains(component.code)) visit(component);
        });
        return;
    }
    const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), ZSTD_freeDCtx);
    if (!context) throw DeviceError("no memory to read " + m_state->path.string());
    for (const ComponentFileEntry& entry : m_state->index)
        visit(decodeTitle(std::string(codeOf(entry)), m_state->unpack(entry, context.get()).bytes()));
}

bool ComponentDictionary::has(std::string_view code) const {
    if (m_state->below) return m_state->added.contains(code) || m_state->below->has(code);
    return m_state->entry(code) != nullptr;
}

std::size_t ComponentDictionary::size() const { return m_state->below ? codes().size() : m_state->index.size(); }

std::vector<std::string> ComponentDictionary::codes() const {
    std::vector<std::string> codes;
    if (m_state->below) {
        codes = m_state->below->codes();
        for (const auto& [code, component] : m_state->added)
            if (!m_state->below->has(code)) codes.push_back(code);
        std::sort(codes.begin(), codes.end());
        return codes;
    }
    codes.reserve(m_state->index.size());
    for (const ComponentFileEntry& entry : m_state->index) codes.emplace_back(codeOf(entry));
    return codes;
}

std::vector<std::string> ComponentDictionary::similar(std::string_view code, std::size_t most) const {
    struct Candidate {
        int distance, unlikeStart;   // letters before the first difference, negative
        std::string_view code;
        auto operator<=>(const Candidate&) const = default;
    };
    const int length = static_cast<int>(code.size());
    const int farthest = length <= 2 ? 1 : 2;   // else every short code is like every other
    std::vector<Candidate> candidates;
    const auto consider = [&](std::string_view known) {
        if (std::abs(static_cast<int>(known.size()) - length) > farthest) return;
        const int distance = editDistance(code, known);
        if (distance <= farthest) candidates.push_back({distance, -equalStart(code, known), known});
    };
    const ComponentDictionary* dictionary = this;
    for (; dictionary->m_state->below; dictionary = dictionary->m_state->below.get())
        for (const auto& [known, component] : dictionary->m_state->added) consider(known);
    for (const ComponentFileEntry& entry : dictionary->m_state->index) consider(codeOf(entry));
    const std::size_t count = std::min(most, candidates.size());
    std::partial_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(count), candidates.end());
    std::vector<std::string> codes;
    for (std::size_t i = 0; i < count; ++i) codes.emplace_back(candidates[i].code);
    return codes;
}

}  // namespace foldmeter::structure
