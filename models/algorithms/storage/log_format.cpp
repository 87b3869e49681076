#include "models/algorithms/storage/log_format.h"

#include <limits>
#include <optional>

#include "models/algorithms/base/append_bytes.h"
#include "models/algorithms/base/bytes.h"
#include "models/algorithms/base/contract.h"
#include "models/algorithms/storage/crc32c.h"

namespace napkin::algorithms {

namespace {

constexpr std::size_t kChecksumBytes = 4;
constexpr std::size_t kHeaderBytes = record_bytes(0);

// Requires header.size() >= kHeaderBytes.
std::size_t content_bytes(std::string_view header) {
  return load_little_endian_32(header.data() + kChecksumBytes);
}

bool is_whole(std::string_view rest) {
  return rest.size() >= kHeaderBytes && rest.size() - kHeaderBytes >= content_bytes(rest);
}

// Requires is_whole(rest).
bool matches_checksum(std::string_view rest) {
  const auto covered =
      rest.substr(kChecksumBytes, kHeaderBytes - kChecksumBytes + content_bytes(rest));
  return crc32c(covered) == load_little_endian_32(rest.data());
}

std::optional<LogEnd> end_before(std::string_view rest) {
  if (rest.empty()) {
    return LogEnd::kClean;
  }
  if (!is_whole(rest)) {
    return LogEnd::kTorn;
  }
  return matches_checksum(rest) ? std::nullopt : std::optional(LogEnd::kCorrupt);
}

}  // namespace

void append_record(std::string* log, std::string_view content) {
  NAPKIN_CONTRACT(content.size() <= std::numeric_limits<std::uint32_t>::max());
  std::string length;
  append_little_endian(&length, static_cast<std::uint32_t>(content.size()));
  append_little_endian(log, crc32c(content, crc32c(length)));
  log->append(length).append(content);
}

LogContents read_records(std::string_view log) {
  LogContents contents;
  std::optional<LogEnd> end = end_before(log);
  while (!end.has_value()) {
    const std::size_t size = content_bytes(log);
    contents.records.push_back(log.substr(kHeaderBytes, size));
    contents.bytes_valid += record_bytes(size);
    log.remove_prefix(record_bytes(size));
    end = end_before(log);
  }
  contents.end = *end;
  return contents;
}

}  // namespace napkin::algorithms
