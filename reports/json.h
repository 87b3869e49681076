#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace napkin::reports {

/// A JSON value to be written. The bytes depend on the value alone: names are sorted, 64-bit
/// integers are exact, doubles are the shortest that read back the same (a double that is not
/// finite is null).
class Json {
 public:
  using Array = std::vector<Json>;
  using Object = std::map<std::string, Json, std::less<>>;

  // Implicit on purpose: a document reads like the JSON that it becomes.
  // NOLINTBEGIN(google-explicit-constructor)
  Json() = default;  // null

  Json(bool value) : value_(value) {}

  Json(int value) : value_(std::int64_t{value}) {}

  Json(unsigned value) : value_(std::uint64_t{value}) {}

  Json(std::int64_t value) : value_(value) {}

  Json(std::uint64_t value) : value_(value) {}

  Json(double value) : value_(value) {}

  Json(const char* value) : value_(std::string(value)) {}

  Json(std::string_view value) : value_(std::string(value)) {}

  Json(std::string value) : value_(std::move(value)) {}

  Json(Array value) : value_(std::move(value)) {}

  Json(Object value) : value_(std::move(value)) {}

  // NOLINTEND(google-explicit-constructor)

  /// Two spaces of indentation; arrays that hold no containers stand on one line. Ends without line
  /// feed.
  [[nodiscard]] std::string pretty() const;

  /// On one line, without spaces.
  [[nodiscard]] std::string compact() const;

 private:
  struct Style;

  void write(std::string& out, const Style& style, std::size_t depth) const;
  static void write_array(std::string& out,
                          const Array& array,
                          const Style& style,
                          std::size_t depth);
  static void write_object(std::string& out,
                           const Object& object,
                           const Style& style,
                           std::size_t depth);
  [[nodiscard]] bool is_container() const;

  std::
      variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, Array, Object>
          value_;
};

/// `text` as a JSON string with its quotation marks. Control characters and U+2028, U+2029 are
/// escaped; '<' too, so that the bytes can stand inside an HTML page. Bytes that are not UTF-8
/// become U+FFFD.
[[nodiscard]] std::string json_string(std::string_view text);

}  // namespace napkin::reports
