#pragma once

#include <filesystem>  // path
#include <string>      // string
#include <vector>      // vector

namespace napkin::cli {

/// A number that others computed or proved, of a table such as scenarios/theory/queueing.csv:
/// a model, its parameters, and what comes out.
struct ReferenceRow {
  std::string id;          ///< "mm1-01"
  std::string model;       ///< "M/M/1"
  std::string discipline;  ///< "FCFS"
  std::string parameters;  ///< "lambda=0.5;mu=1"
  std::string metric;      ///< "mean_response"
  double expected = 0;
  std::string unit;
  double tolerance = 0;
  std::string tolerance_type;  ///< "rel", "abs", "exact" or "bound"
  std::string kind;            ///< "exact", "approximation", "asymptotic", "monte-carlo", ...
  std::string verified_by;
  std::string note;
  std::string formula;

  /// How far from the expected value is still a hit, in the unit of that value.
  [[nodiscard]] double allowance() const;

  /// Whether the expected value is what an infinitely long simulation of the model comes to. It is
  /// not for approximations, limits for many servers, and other people's simulations.
  [[nodiscard]] bool is_exact() const { return kind == "exact"; }
};

/// Reads a table. Throws reports::FileError when there is none, std::runtime_error with file and
/// line for a line that is no row.
[[nodiscard]] std::vector<ReferenceRow> read_reference_rows(const std::filesystem::path& file);

}  // namespace napkin::cli
