#include "cli/trust/reference_row.h"

#include <cerrno>
#include <charconv>
#include <cmath>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

#include "reports/atomic_file.h"

namespace napkin::cli {

namespace {

constexpr std::size_t kColumns = 13;

/// The fields of a line; quotes keep commas together, two quotes are one.
std::vector<std::string> split_line(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t index = 0; index < line.size(); ++index) {
    const char character = line[index];
    if (character == '"' && quoted && index + 1 < line.size() && line[index + 1] == '"') {
      fields.back() += '"';
      ++index;
    } else if (character == '"') {
      quoted = !quoted;
    } else if (character == ',' && !quoted) {
      fields.emplace_back();
    } else if (character != '\r') {
      fields.back() += character;
    }
  }
  return fields;
}

/// 0 for an empty field: bounds have no tolerance.
bool read_number(const std::string& field, double& number) {
  const char* const end = field.data() + field.size();
  const auto [stop, error] = std::from_chars(field.data(), end, number);
  return field.empty() || (error == std::errc() && stop == end);
}

bool read_row(const std::string& line, ReferenceRow& row) {
  const std::vector<std::string> fields = split_line(line);
  if (fields.size() != kColumns) {
    return false;
  }
  row.id = fields[0];
  row.model = fields[1];
  row.discipline = fields[2];
  row.parameters = fields[3];
  row.metric = fields[4];
  row.unit = fields[6];
  row.tolerance_type = fields[8];
  row.kind = fields[9];
  row.verified_by = fields[10];
  row.note = fields[11];
  row.formula = fields[12];
  return !fields[5].empty() && read_number(fields[5], row.expected) &&
         read_number(fields[7], row.tolerance);
}

}  // namespace

double ReferenceRow::allowance() const {
  if (tolerance_type == "rel") {
    return std::abs(expected) * tolerance;
  }
  return tolerance_type == "abs" ? tolerance : 0;
}

std::vector<ReferenceRow> read_reference_rows(const std::filesystem::path& file) {
  std::ifstream input(file);
  if (!input) {
    throw reports::FileError(file, "read the reference rows", errno);
  }
  std::vector<ReferenceRow> rows;
  std::string line;
  std::getline(input, line);  // the names of the columns
  for (int number = 2; std::getline(input, line); ++number) {
    if (line.empty()) {
      continue;
    }
    ReferenceRow row;
    if (!read_row(line, row)) {
      throw std::runtime_error(fmt::format(
          "{}:{}: not a row: {} columns, the sixth a number", file.string(), number, kColumns));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace napkin::cli
