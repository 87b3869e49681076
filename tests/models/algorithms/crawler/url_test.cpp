#include "models/algorithms/crawler/url.h"

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

std::string resolved(std::string_view reference) {
  return resolve_url(parse_url("http://a/b/c/d;p?q"), parse_url(reference)).text();
}

TEST(Url, SplitsAReferenceIntoItsParts) {
  const Url url = parse_url("http://user@www.Example.com:8080/over/there?name=ferret#nose");
  EXPECT_EQ(url.scheme, "http");
  EXPECT_EQ(url.authority, "user@www.Example.com:8080");
  EXPECT_EQ(url.path, "/over/there");
  EXPECT_EQ(url.query, "name=ferret");
  EXPECT_EQ(url.fragment, "nose");
  EXPECT_EQ(url.host(), "www.Example.com");
  EXPECT_EQ(url.port(), 8080);
}

TEST(Url, TellsAbsentFromEmptyParts) {
  EXPECT_EQ(parse_url("http://h/").query, std::nullopt);
  EXPECT_EQ(parse_url("http://h/?").query, "");
  EXPECT_EQ(parse_url("mailto:a@b").authority, std::nullopt);
  EXPECT_EQ(parse_url("").text(), "");
  EXPECT_EQ(parse_url("1a:b").scheme, "");
}

TEST(Url, ReadsAddressesInBrackets) {
  EXPECT_EQ(parse_url("http://[::1]:81/").host(), "[::1]");
  EXPECT_EQ(parse_url("http://[::1]:81/").port(), 81);
  EXPECT_EQ(parse_url("http://[::1]/").port(), std::nullopt);
  EXPECT_EQ(parse_url("http://h:65536/").port(), std::nullopt);
}

TEST(Url, ResolvesTheNormalExamplesOfRfc3986) {
  // Section 5.4.1.
  const std::vector<std::pair<std::string_view, std::string_view>> examples{
      {"g:h", "g:h"},
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q#s"},
      {"g#s", "http://a/b/c/g#s"},
      {"g?y#s", "http://a/b/c/g?y#s"},
      {";x", "http://a/b/c/;x"},
      {"g;x", "http://a/b/c/g;x"},
      {"g;x?y#s", "http://a/b/c/g;x?y#s"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"./", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../", "http://a/"},
      {"../../g", "http://a/g"}};
  for (const auto& [reference, target] : examples) {
    EXPECT_EQ(resolved(reference), target) << reference;
  }
}

TEST(Url, ResolvesTheAbnormalExamplesOfRfc3986) {
  // Section 5.4.2; the last as a strict parser does.
  const std::vector<std::pair<std::string_view, std::string_view>> examples{
      {"../../../g", "http://a/g"},
      {"../../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},
      {".g", "http://a/b/c/.g"},
      {"g..", "http://a/b/c/g.."},
      {"..g", "http://a/b/c/..g"},
      {"./../g", "http://a/b/g"},
      {"./g/.", "http://a/b/c/g/"},
      {"g/./h", "http://a/b/c/g/h"},
      {"g/../h", "http://a/b/c/h"},
      {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
      {"g;x=1/../y", "http://a/b/c/y"},
      {"g?y/./x", "http://a/b/c/g?y/./x"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
      {"g#s/./x", "http://a/b/c/g#s/./x"},
      {"g#s/../x", "http://a/b/c/g#s/../x"},
      {"http:g", "http:g"}};
  for (const auto& [reference, target] : examples) {
    EXPECT_EQ(resolved(reference), target) << reference;
  }
}

TEST(Url, RemovesDotSegmentsAsRfc3986Shows) {
  EXPECT_EQ(remove_dot_segments("/a/b/c/./../../g"), "/a/g");  // section 5.2.4
  EXPECT_EQ(remove_dot_segments("mid/content=5/../6"), "mid/6");
  EXPECT_EQ(remove_dot_segments(".."), "");
}

TEST(NormalizeUrl, MakesOneTextOfWhatMeansTheSame) {
  const std::vector<std::pair<std::string_view, std::string_view>> examples{
      {"HTTP://Example.COM:80/a/./b/../c?q=%7ex#top", "http://example.com/a/c?q=~x"},
      {"http://example.com", "http://example.com/"},
      {"https://example.com:443/", "https://example.com/"},
      {"https://example.com:80/", "https://example.com:80/"},
      {"http://example.com:/", "http://example.com/"},
      {"http://user:secret@example.com/", "http://example.com/"},
      {"http://example.com/%3a%41%zz", "http://example.com/%3AA%25zz"},
      {"http://example.com/a%2fb", "http://example.com/a%2Fb"},
      {"http://example.com/%2e%2e/x", "http://example.com/x"},
      {"http://example.com/\xC3\xA9", "http://example.com/%C3%A9"},
      {"http://example.com/?", "http://example.com/?"},
      {"http://EXAMPLE%2ecom/", "http://example.com/"}};
  for (const auto& [text, normal] : examples) {
    EXPECT_EQ(normalize_url(text), std::string(normal)) << text;
  }
}

TEST(NormalizeUrl, RefusesWhatCannotBeFetched) {
  for (const std::string_view text : {"",
                                      "/path",
                                      "ftp://example.com/",
                                      "mailto:a@b",
                                      "http:///x",
                                      "http:x",
                                      "http://:80/",
                                      "http://h:99999/",
                                      "http://h:8x/",
                                      "http://h/a b",
                                      "http://h/\n",
                                      "javascript:alert(1)"}) {
    EXPECT_EQ(normalize_url(text), std::nullopt) << text;
  }
}

TEST(NormalizeUrl, RefusesWhatGrowsWithoutEnd) {
  const UrlRules rules{.bytes_max = 40, .path_segments_max = 3};
  EXPECT_TRUE(normalize_url("http://h/1/2/3", rules).has_value());
  EXPECT_EQ(normalize_url("http://h/1/2/3/4", rules), std::nullopt);
  EXPECT_EQ(normalize_url("http://h/" + std::string(40, 'x'), rules), std::nullopt);
  EXPECT_EQ(normalize_url("http://h/" + std::string(20, '"'), rules), std::nullopt);
}

TEST(NormalizeUrl, ChangesNothingThatIsNormal) {
  constexpr std::string_view kPieces[]{"http", "HTTPS", ":",   "//",   "/", ".", "..", "%",
                                       "%2",   "%2e",   "%C3", "?",    "#", "@", "h",  ":80",
                                       ":443", "[",     "]",   "\xC3", "&", "~", "\"", "a"};
  std::mt19937_64 random(1);
  std::size_t normal_count = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string text = random() % 4 == 0 ? "" : "hTTp://H";
    for (std::uint64_t j = random() % 12; j > 0; --j) {
      text += kPieces[random() % std::size(kPieces)];
    }
    const auto normal = normalize_url(text);
    if (normal) {
      ++normal_count;
      ASSERT_EQ(normalize_url(*normal), normal) << text;
      ASSERT_EQ(parse_url(*normal).text(), *normal);
    }
    ASSERT_EQ(parse_url(text).text(), text);
  }
  EXPECT_GT(normal_count, 30'000U);
}

}  // namespace
}  // namespace napkin::algorithms
