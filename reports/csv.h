#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace napkin::reports {

/// A comma-separated table (RFC 4180) with a line of headings, to be opened with a spreadsheet.
/// Texts are escaped as for a terminal, and a text that a spreadsheet would take for a formula gets
/// an apostrophe in front; numbers are written by us alone, so that -5 stays a number.
class Csv {
 public:
  explicit Csv(const std::vector<std::string_view>& headings);

  Csv& text(std::string_view value);
  Csv& number(std::int64_t value);
  Csv& number(double value);                     // empty if not finite
  Csv& decimal(std::int64_t value, int digits);  // value / 10^digits, exact
  Csv& nothing();

  /// Requires: as many cells as there are headings.
  void end_row();

  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  void cell(std::string_view written);

  std::string bytes_;
  std::size_t columns_;
  std::size_t used_ = 0;
};

}  // namespace napkin::reports
