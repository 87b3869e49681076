#include "reports/csv.h"

#include <stdexcept>

#include <fmt/format.h>

#include "reports/numbers.h"
#include "reports/terminal_text.h"

namespace napkin::reports {

namespace {

// Spreadsheets take the full-width forms of these for formulas as well (OWASP, CSV injection).
bool looks_like_a_formula(std::string_view text) {
  constexpr std::string_view kStarts[] = {"=",
                                          "+",
                                          "-",
                                          "@",
                                          "\t",
                                          "\r",
                                          "\n",
                                          "\xEF\xBC\x9D",
                                          "\xEF\xBC\x8B",
                                          "\xEF\xBC\x8D",
                                          "\xEF\xBC\xA0"};
  for (const std::string_view start : kStarts) {
    if (text.starts_with(start)) {
      return true;
    }
  }
  return text.starts_with('\0');
}

// More than RFC 4180 asks for: some spreadsheets also split at semicolons and spaces.
std::string quoted(std::string_view text) {
  if (text.find_first_of(",\" ;'") == std::string_view::npos) {
    return std::string(text);
  }
  std::string result = "\"";
  for (const char character : text) {
    result += character == '"' ? "\"\"" : std::string(1, character);
  }
  return result + "\"";
}

}  // namespace

Csv::Csv(const std::vector<std::string_view>& headings) : columns_(headings.size()) {
  for (const std::string_view heading : headings) {
    text(heading);
  }
  end_row();
}

Csv& Csv::text(std::string_view value) {
  cell(quoted((looks_like_a_formula(value) ? "'" : "") + escape_for_terminal(value)));
  return *this;
}

Csv& Csv::number(std::int64_t value) {
  cell(fmt::format("{}", value));
  return *this;
}

Csv& Csv::number(double value) {
  cell(shortest(value));
  return *this;
}

Csv& Csv::decimal(std::int64_t value, int digits) {
  cell(exact_decimal(value, digits));
  return *this;
}

Csv& Csv::nothing() {
  cell("");
  return *this;
}

void Csv::cell(std::string_view written) {
  bytes_ += used_ == 0 ? "" : ",";
  bytes_ += written;
  ++used_;
}

void Csv::end_row() {
  if (used_ != columns_) {
    throw std::logic_error("a CSV row needs one cell per heading");
  }
  bytes_ += "\r\n";
  used_ = 0;
}

}  // namespace napkin::reports
