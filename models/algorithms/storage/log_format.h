#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace napkin::algorithms {

/// Why reading a log stopped.
enum class LogEnd : std::uint8_t {
  kClean,    ///< after the last whole record
  kTorn,     ///< the last record is cut short: a crash in the middle of a write, normal
  kCorrupt,  ///< a record does not match its checksum
};

/// What a log file holds. The records point into the bytes that were read.
struct LogContents {
  std::vector<std::string_view> records;
  std::size_t bytes_valid = 0;  ///< truncate the file to this length before appending to it
  LogEnd end = LogEnd::kClean;
};

/// The bytes of a log of records: each is framed by its checksum (CRC-32C over length and
/// content, 4 bytes) and its length (4 bytes), little-endian. O(bytes); 8 bytes per record.
///
/// Recovery keeps the longest valid prefix: what follows a damaged record has never been
/// acknowledged, or is lost with it. A tail of zeros, as a file system leaves it, is no record.
/// Source: the LevelDB log format (doc/log_format.md), without its fixed blocks.
///
///     std::string file;
///     append_record(&file, "put a 1");
///     read_records(file).records;          // {"put a 1"}
void append_record(std::string* log, std::string_view content);

[[nodiscard]] LogContents read_records(std::string_view log);

/// The bytes that append_record() adds for a content of this size.
[[nodiscard]] constexpr std::size_t record_bytes(std::size_t content_bytes) {
  return content_bytes + 8;
}

}  // namespace napkin::algorithms
