#include "reports/csv.h"

#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/format_registry.h"
#include "tests/reports/example_result.h"
#include "tests/reports/hostile_texts.h"

namespace napkin::reports {
namespace {

using testing::ElementsAre;

// A reader by the grammar of RFC 4180.
std::vector<std::vector<std::string>> rows_of(const std::string& bytes) {
  std::vector<std::vector<std::string>> rows(1, {""});
  bool quoted = false;
  for (std::size_t index = 0; index < bytes.size(); ++index) {
    const char character = bytes[index];
    std::string& cell = rows.back().back();
    if (quoted && character == '"' && index + 1 < bytes.size() && bytes[index + 1] == '"') {
      cell += bytes[++index];
    } else if (character == '"') {
      quoted = !quoted;
    } else if (!quoted && character == ',') {
      rows.back().emplace_back();
    } else if (!quoted && character == '\r') {
      EXPECT_EQ(bytes.at(++index), '\n');
      rows.push_back({""});
    } else {
      cell += character;
    }
  }
  rows.pop_back();  // what follows the last line end
  return rows;
}

std::string rendered(const std::string& format, const RunResult& result) {
  return find_output_format(format)->render(result).at(0).bytes;
}

TEST(Csv, QuotesWhatNeedsIt) {
  Csv csv({"a", "b"});
  csv.text("plain").text("with \"quotes\", and a comma").end_row();
  EXPECT_EQ(csv.bytes(), "a,b\r\nplain,\"with \"\"quotes\"\", and a comma\"\r\n");
  EXPECT_THAT(rows_of(csv.bytes()).at(1), ElementsAre("plain", "with \"quotes\", and a comma"));
}

TEST(Csv, WritesNumbersExactly) {
  Csv csv({"a", "b", "c", "d"});
  csv.number(std::int64_t{-5}).number(0.1).decimal(1500, 3).nothing().end_row();
  EXPECT_THAT(rows_of(csv.bytes()).at(1), ElementsAre("-5", "0.1", "1.5", ""));
}

TEST(Csv, DisarmsFormulas) {
  for (const std::string& text : hostile_texts()) {
    Csv csv({"text", "next"});
    csv.text(text).text("x").end_row();
    const std::vector<std::vector<std::string>> rows = rows_of(csv.bytes());
    ASSERT_EQ(rows.size(), 2u) << text;
    ASSERT_EQ(rows[1].size(), 2u) << text;
    const std::string& cell = rows[1][0];
    EXPECT_TRUE(cell.empty() || std::string("=+-@\t\r\n").find(cell.front()) == std::string::npos)
        << cell;
    EXPECT_EQ(cell.find('\0'), std::string::npos);
  }
  Csv csv({"text"});
  csv.text("=1+1").end_row();
  EXPECT_EQ(rows_of(csv.bytes()).at(1).at(0), "'=1+1");
}

TEST(Csv, NeedsACellPerHeading) {
  Csv csv({"a", "b"});
  csv.text("x");
  EXPECT_THROW(csv.end_row(), std::logic_error);
}

TEST(SeriesCsv, HasARowPerWindow) {
  const auto rows = rows_of(rendered("series_csv", example_result()));
  ASSERT_EQ(rows.size(), 1u + 60u);
  EXPECT_THAT(rows[0],
              ElementsAre("operation",
                          "since_s",
                          "until_s",
                          "arrived",
                          "completed",
                          "failed",
                          "rate_per_s",
                          "error_ratio",
                          "p50_ms",
                          "p99_ms"));
  EXPECT_THAT(rows[1], ElementsAre("send_message", "0", "1", "0", "0", "0", "0", "0", "", ""));
  EXPECT_THAT(rows[12],
              ElementsAre("send_message", "11", "12", "100", "99", "0", "99", "0", "11", "11"));
}

TEST(ComponentsCsv, HasARowPerResource) {
  const auto rows = rows_of(rendered("components_csv", example_result()));
  ASSERT_EQ(rows.size(), 1u + 1u + 2u * 2u);
  EXPECT_THAT(rows[4],
              ElementsAre("threads",
                          "sql",
                          "threads.shard[1].primary",
                          "cores",
                          "8",
                          "0.823",
                          "82",
                          "3.14159",
                          "40",
                          "1000",
                          "995",
                          "5",
                          "0",
                          "0"));
}

}  // namespace
}  // namespace napkin::reports
