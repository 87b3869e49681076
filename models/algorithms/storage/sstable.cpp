#include "models/algorithms/storage/sstable.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "models/algorithms/base/append_bytes.h"
#include "models/algorithms/base/bytes.h"
#include "models/algorithms/base/contract.h"
#include "models/algorithms/storage/bloom_block.h"
#include "models/algorithms/storage/crc32c.h"

namespace napkin::algorithms {

namespace {

// Footer: filter offset, index offset, entries, magic number; then its checksum.
constexpr std::uint64_t kMagic = 0x31'62'74'73'6E'70'61'6EU;  // "napnstb1"
constexpr std::size_t kChecksumBytes = 4;
constexpr std::size_t kFooterBytes = std::size_t{4} * 8 + kChecksumBytes;
constexpr std::uint32_t kTombstone = std::numeric_limits<std::uint32_t>::max();

// Reads parts one after the other; throws where the bytes end too early.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : rest_(bytes) {}

  std::uint32_t number_32() { return load_little_endian_32(take(4).data()); }

  std::uint64_t number_64() { return load_little_endian_64(take(8).data()); }

  std::string_view take(std::size_t count) {
    require(rest_.size() >= count, "sstable: a part is cut short");
    const std::string_view part = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return part;
  }

  std::string_view text() {
    const std::uint32_t bytes = number_32();
    return take(bytes);
  }

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

void append_text(std::string* bytes, std::string_view text) {
  NAPKIN_CONTRACT(text.size() < kTombstone);
  append_little_endian(bytes, static_cast<std::uint32_t>(text.size()));
  bytes->append(text);
}

void append_entry(std::string* bytes, const TableEntryView& entry) {
  append_little_endian(bytes, entry.sequence);
  append_text(bytes, entry.key);
  if (entry.value.has_value()) {
    append_text(bytes, *entry.value);
  } else {
    append_little_endian(bytes, kTombstone);
  }
}

TableEntryView read_entry(Cursor* cursor) {
  TableEntryView entry;
  entry.sequence = cursor->number_64();
  entry.key = cursor->text();
  const std::uint32_t value_bytes = cursor->number_32();
  if (value_bytes != kTombstone) {
    entry.value = cursor->take(value_bytes);
  }
  return entry;
}

}  // namespace

SstableBuilder::SstableBuilder(SstableOptions options) : options_(options) {
  require(options.block_bytes >= 1, "sstable: block_bytes must be at least 1");
}

void SstableBuilder::add(const TableEntryView& entry) {
  NAPKIN_CONTRACT(keys_.empty() || keys_.back() < entry.key);
  if (keys_.empty()) {
    append_text(&index_, entry.key);
  }
  keys_.emplace_back(entry.key);
  append_entry(&block_, entry);
  if (block_.size() >= options_.block_bytes) {
    close_block();
  }
}

std::string SstableBuilder::finish() && {
  close_block();
  const std::uint64_t filter_offset = bytes_.size();
  append_checked(build_bloom_block(keys_, options_.bloom_bits_per_key));
  const std::uint64_t index_offset = bytes_.size();
  append_checked(index_);  // begins with the smallest key, unless there is none
  std::string footer;
  for (const std::uint64_t part :
       {filter_offset, index_offset, std::uint64_t{keys_.size()}, kMagic}) {
    append_little_endian(&footer, part);
  }
  append_checked(footer);
  return std::move(bytes_);
}

void SstableBuilder::close_block() {
  if (block_.empty()) {
    return;
  }
  append_little_endian(&index_, std::uint64_t{bytes_.size()});
  append_little_endian(&index_, std::uint64_t{block_.size() + kChecksumBytes});
  append_text(&index_, keys_.back());
  append_checked(block_);
  block_.clear();
}

void SstableBuilder::append_checked(std::string_view content) {
  bytes_.append(content);
  append_little_endian(&bytes_, crc32c(content));
}

Sstable::Sstable(std::string file) : file_(std::move(file)) {
  require(file_.size() >= kFooterBytes, "sstable: shorter than its footer");
  const std::size_t footer_offset = file_.size() - kFooterBytes;
  Cursor footer(checked(footer_offset, kFooterBytes));
  const std::uint64_t filter_offset = footer.number_64();
  const std::uint64_t index_offset = footer.number_64();
  entries_count_ = static_cast<std::size_t>(footer.number_64());
  require(footer.number_64() == kMagic, "sstable: not a table of this format");
  require(filter_offset <= index_offset && index_offset <= footer_offset,
          "sstable: parts out of order");
  filter_ = checked(filter_offset, index_offset - filter_offset);
  read_index(checked(index_offset, footer_offset - index_offset));
}

std::optional<Sstable::Block> Sstable::block_for(std::string_view key) const {
  const std::size_t at = first_block_from(key);
  const bool is_outside = at == blocks_.size() || key < smallest_key_;
  if (is_outside || !bloom_block_may_contain(filter_, key)) {
    return std::nullopt;
  }
  return blocks_[at];
}

std::optional<TableEntryView> Sstable::find_in(const Block& block, std::string_view key) const {
  Cursor cursor(checked(block.offset, block.bytes));
  while (!cursor.at_end()) {
    const TableEntryView entry = read_entry(&cursor);
    if (entry.key >= key) {
      return entry.key == key ? std::optional(entry) : std::nullopt;
    }
  }
  return std::nullopt;
}

std::optional<TableEntryView> Sstable::find(std::string_view key) const {
  const auto block = block_for(key);
  return block.has_value() ? find_in(*block, key) : std::nullopt;
}

std::vector<TableEntryView> Sstable::read(const Block& block) const {
  std::vector<TableEntryView> entries;
  Cursor cursor(checked(block.offset, block.bytes));
  while (!cursor.at_end()) {
    entries.push_back(read_entry(&cursor));
  }
  return entries;
}

std::size_t Sstable::first_block_from(std::string_view key) const {
  const auto before = [](const Block& block, std::string_view wanted) {
    return block.last_key < wanted;
  };
  const auto at = std::lower_bound(blocks_.begin(), blocks_.end(), key, before);
  return static_cast<std::size_t>(at - blocks_.begin());
}

std::string_view Sstable::largest_key() const {
  return blocks_.empty() ? std::string_view() : blocks_.back().last_key;
}

// The content of a part whose checksum is at its end.
std::string_view Sstable::checked(std::size_t offset, std::size_t bytes) const {
  require(offset <= file_.size() && bytes <= file_.size() - offset && bytes >= kChecksumBytes,
          "sstable: a part lies outside the file");
  const auto content = std::string_view(file_).substr(offset, bytes - kChecksumBytes);
  require(crc32c(content) == load_little_endian_32(content.data() + content.size()),
          "sstable: a part does not match its checksum");
  return content;
}

void Sstable::read_index(std::string_view index) {
  if (index.empty()) {
    return;
  }
  Cursor cursor(index);
  smallest_key_ = cursor.text();
  while (!cursor.at_end()) {
    Block block;
    block.offset = static_cast<std::size_t>(cursor.number_64());
    block.bytes = static_cast<std::size_t>(cursor.number_64());
    block.last_key = cursor.text();
    blocks_.push_back(block);
  }
}

}  // namespace napkin::algorithms
