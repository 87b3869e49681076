#pragma once

#include <cstdint>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "tests/source_folder.h"

namespace napkin::algorithms::testing {

using CsvRow = std::vector<std::string>;

/// One line of comma-separated values; a field in double quotes may contain commas.
inline CsvRow split_csv_line(std::string_view line) {
  CsvRow fields(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

/// The rows of tests/data/<name> without comments (#) and the header line.
inline std::vector<CsvRow> read_reference_csv(const std::string& name) {
  std::ifstream file(source_folder() / "tests/data" / name);
  if (!file) {
    throw std::runtime_error("cannot open tests/data/" + name);
  }
  std::vector<CsvRow> rows;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line.front() != '#') {
      rows.push_back(split_csv_line(line));
    }
  }
  rows.erase(rows.begin());
  return rows;
}

/// The rows whose first field starts with `function`.
inline std::vector<CsvRow> rows_of(const std::vector<CsvRow>& rows, std::string_view function) {
  std::vector<CsvRow> selected;
  for (const CsvRow& row : rows) {
    if (row.at(0).starts_with(function)) {
      selected.push_back(row);
    }
  }
  return selected;
}

}  // namespace napkin::algorithms::testing
