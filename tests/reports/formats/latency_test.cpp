#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <zlib.h>

#include "reports/format_registry.h"
#include "reports/histogram_encoding.h"
#include "reports/histogram_log.h"
#include "tests/reports/example_result.h"

namespace napkin::reports {
namespace {

constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();

// A reader of the V2 format, written from its description alone.
class Decoder {
 public:
  explicit Decoder(std::string bytes) : bytes_(std::move(bytes)) {}

  std::uint64_t number(std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t index = 0; index < size; ++index) {
      value = value * 256 + byte();
    }
    return value;
  }

  std::int64_t zigzag() {
    std::uint64_t bits = 0;
    for (int index = 0; index < 9; ++index) {
      const std::uint64_t next = byte();
      bits |= (index == 8 ? next : next & 0x7F) << (7 * index);
      if (index == 8 || next < 0x80) {
        break;
      }
    }
    return static_cast<std::int64_t>(bits >> 1) ^ -static_cast<std::int64_t>(bits & 1);
  }

  std::string rest() { return bytes_.substr(position_); }

  [[nodiscard]] bool done() const { return position_ == bytes_.size(); }

 private:
  std::uint8_t byte() { return static_cast<std::uint8_t>(bytes_.at(position_++)); }

  std::string bytes_;
  std::size_t position_ = 0;
};

std::string decode_base64(const std::string& text) {
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char character : text) {
    if (character == '=') {
      break;
    }
    bits = bits * 64 + static_cast<unsigned>(digits.find(character));
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes += static_cast<char>((bits >> count) & 0xFF);
    }
  }
  return bytes;
}

std::string decompress(const std::string& bytes) {
  Decoder outer(bytes);
  EXPECT_EQ(outer.number(4), 0x1c849314u);
  const std::uint64_t size = outer.number(4);
  const std::string compressed = outer.rest();
  EXPECT_EQ(size, compressed.size());
  std::string plain(10'000'000, '\0');
  uLongf plain_size = plain.size();
  EXPECT_EQ(uncompress(reinterpret_cast<Bytef*>(plain.data()),
                       &plain_size,
                       reinterpret_cast<const Bytef*>(compressed.data()),
                       compressed.size()),
            Z_OK);
  plain.resize(plain_size);
  return plain;
}

struct Decoded {
  std::uint64_t digits = 0;
  std::uint64_t highest = 0;
  std::vector<std::pair<std::int64_t, std::int64_t>> counts;  // lowest value of a bucket, count
};

Decoded decode(const std::string& bytes) {
  Decoder inner(bytes);
  EXPECT_EQ(inner.number(4), 0x1c849313u);
  const std::uint64_t payload = inner.number(4);
  EXPECT_EQ(payload + 40, bytes.size());
  EXPECT_EQ(inner.number(4), 0u);
  Decoded result;
  result.digits = inner.number(4);
  EXPECT_EQ(inner.number(8), 1u);
  result.highest = inner.number(8);
  EXPECT_EQ(inner.number(8), 0x3ff0000000000000u);  // 1.0
  const std::int64_t half = result.digits == 3 ? 1024 : 128;
  std::int64_t index = 0;
  while (!inner.done()) {
    const std::int64_t count = inner.zigzag();
    if (count > 0) {
      // Twice `half` values one by one, then `half` buckets for each further power of two.
      const std::int64_t octave = index < 2 * half ? 0 : index / half - 1;
      const std::int64_t sub = index < 2 * half ? index : half + index % half;
      result.counts.emplace_back(sub << octave, count);
    }
    index += count < 0 ? -count : 1;
  }
  return result;
}

std::vector<std::pair<std::int64_t, std::int64_t>> counts_of(const Histogram& histogram) {
  std::vector<std::pair<std::int64_t, std::int64_t>> counts;
  for (const Histogram::Bucket& bucket : histogram.buckets()) {
    counts.emplace_back(bucket.lowest, bucket.count);
  }
  return counts;
}

std::string rendered(const std::string& format, const RunResult& result) {
  return find_output_format(format)->render(result).at(0).bytes;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

TEST(EncodedHistogram, IsReadBackByAnIndependentReader) {
  for (const int digits : {2, 3}) {
    Histogram histogram(digits);
    for (const std::int64_t value : {0L, 1L, 3L, 4095L, 1'000'000L, 123'456'789L, kLargest}) {
      histogram.record(value, 1 + value % 1000);
    }
    const Decoded decoded = decode(decompress(encode_histogram_compressed(histogram)));
    EXPECT_EQ(decoded.digits, static_cast<std::uint64_t>(digits));
    EXPECT_EQ(decoded.highest, static_cast<std::uint64_t>(kLargest));
    EXPECT_EQ(decoded.counts, counts_of(histogram));
  }
}

TEST(EncodedHistogram, CarriesHugeCounts) {
  Histogram histogram;
  histogram.record(0, kLargest - 10);
  histogram.record(7, 10);
  EXPECT_EQ(decode(encode_histogram(histogram)).counts, counts_of(histogram));
}

TEST(EncodedHistogram, MayBeEmpty) {
  EXPECT_TRUE(decode(encode_histogram(Histogram())).counts.empty());
}

RC_GTEST_PROP(EncodedHistogram,
              IsReadBackWhateverItHolds,
              (const std::vector<std::uint32_t>& values)) {
  Histogram histogram;
  for (const std::uint32_t value : values) {
    histogram.record(static_cast<std::int64_t>(value) << (value % 31), 1 + value % 300);
  }
  RC_ASSERT(decode(encode_histogram(histogram)).counts == counts_of(histogram));
}

TEST(LatencyLog, HoldsEachOperationUnderItsTag) {
  const RunResult result = example_result();
  const std::vector<std::string> lines = lines_of(rendered("latency_hlog", result));
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[0], "#[Histogram log format version 1.3]");
  const std::string begin = "Tag=send_message,10.000,50.000,1000.000,";
  ASSERT_TRUE(lines[3].starts_with(begin + "HISTFAAAA")) << lines[3];
  const Decoded decoded = decode(decompress(decode_base64(lines[3].substr(begin.size()))));
  EXPECT_EQ(decoded.counts, counts_of(result.operations[0].latency));
}

TEST(LatencyLog, HoldsALinePerWindow) {
  const RunResult result = example_result();
  const std::vector<std::string> lines = lines_of(rendered("latency_over_time_hlog", result));
  ASSERT_EQ(lines.size(), 3u + 50u);
  EXPECT_TRUE(lines[3].starts_with("Tag=send_message,10.000,1.000,10.000,HISTFAAAA")) << lines[3];
}

TEST(PercentileDistribution, LooksLikeHdrHistograms) {
  RunResult result = example_result();
  result.operations[0].latency = Histogram();
  result.operations[0].latency.record(1'000'000, 3);
  result.operations[0].latency.record(2'000'000);
  const std::vector<OutputFile> files = find_output_format("latency_hgrm")->render(result);
  EXPECT_EQ(files.at(0).name, "latency-send_message.hgrm");
  EXPECT_EQ(files.at(0).bytes,
            "       Value     Percentile TotalCount 1/(1-Percentile)\n"
            "\n"
            "       1.000 0.000000000000          3           1.00\n"
            "       1.000 0.100000000000          3           1.11\n"
            "       1.000 0.200000000000          3           1.25\n"
            "       1.000 0.300000000000          3           1.43\n"
            "       1.000 0.400000000000          3           1.67\n"
            "       1.000 0.500000000000          3           2.00\n"
            "       1.000 0.550000000000          3           2.22\n"
            "       1.000 0.600000000000          3           2.50\n"
            "       1.000 0.650000000000          3           2.86\n"
            "       1.000 0.700000000000          3           3.33\n"
            "       1.000 0.750000000000          3           4.00\n"
            "       2.001 0.775000000000          4           4.44\n"
            "       2.001 1.000000000000          4\n"
            "#[Mean    =        1.250, StdDeviation   =        0.433]\n"
            "#[Max     =        2.001, Total count    =            4]\n"
            "#[Buckets =           11, SubBuckets     =         2048]\n");
}

// The original library as an oracle: its command-line tool reads our log and prints the
// distribution.
class OriginalLibrary : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kJar) || std::system("java -version > /dev/null 2>&1") != 0) {
      GTEST_SKIP() << "needs the Debian packages libhdrhistogram-java and default-jre-headless";
    }
    std::string pattern = testing::TempDir() + "napkin-hdr-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }

  void TearDown() override {
    if (!folder_.empty()) {
      std::filesystem::remove_all(folder_);
    }
  }

  // Lines of the distribution in milliseconds that the library prints for the histograms of a tag.
  std::vector<std::string> distribution(const std::string& log, const std::string& tag) {
    const std::filesystem::path base = folder_ / "out";
    std::ofstream(folder_ / "in.hlog") << log;
    const std::string command = std::string("LC_ALL=C java -Duser.language=en -cp ") + kJar +
                                " org.HdrHistogram.HistogramLogProcessor -i " +
                                (folder_ / "in.hlog").string() + " -tag " + tag + " -o " +
                                base.string() + " > /dev/null";
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    std::ifstream stream(base.string() + ".hgrm");
    return lines_of({std::istreambuf_iterator<char>(stream), {}});
  }

  static constexpr const char* kJar = "/usr/share/java/hdrhistogram.jar";
  std::filesystem::path folder_;
};

// All but the mean and deviation, which the library takes from the middles of buckets, and its
// allocation.
std::vector<std::string> comparable(std::vector<std::string> lines) {
  std::erase_if(lines, [](const std::string& line) {
    return line.starts_with("#[Overall") || line.starts_with("#[Mean") ||
           line.starts_with("#[Buckets");
  });
  return lines;
}

TEST_F(OriginalLibrary, ReadsOurLogAndPrintsOurDistribution) {
  RunResult result = example_result();
  OperationResult other = result.operations[0];
  other.name = "other";
  other.latency = Histogram();
  std::uint64_t state = 1;
  for (int index = 0; index < 20'000; ++index) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    other.latency.record(static_cast<std::int64_t>(state >> 20) >> (state % 40));
  }
  result.operations.push_back(other);
  const std::string log = rendered("latency_hlog", result);
  const std::vector<OutputFile> ours = find_output_format("latency_hgrm")->render(result);
  for (std::size_t index : {0u, 1u}) {
    const std::vector<std::string> theirs = distribution(log, result.operations[index].name);
    EXPECT_GT(theirs.size(), 20u);
    const std::vector<std::string> expected = comparable(theirs);
    const std::vector<std::string> printed = comparable(lines_of(ours[index].bytes));
    EXPECT_EQ(printed.size(), expected.size());
    for (std::size_t line = 0; line < std::min(printed.size(), expected.size()); ++line) {
      EXPECT_EQ(printed[line], expected[line]);
    }
  }
}

TEST_F(OriginalLibrary, AddsUpTheWindowsOfOurLog) {
  const std::vector<std::string> theirs =
      distribution(rendered("latency_over_time_hlog", example_result()), "send_message");
  EXPECT_THAT(theirs, testing::Contains(testing::HasSubstr("Total count    =           50")));
}

}  // namespace
}  // namespace napkin::reports
