#include "sim/scenario/nearest_name.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "sim/scenario/printable.h"

namespace napkin {
namespace {

constexpr std::size_t kComparedMax = 128;  // bytes; longer words are not misspellings of a key
constexpr std::size_t kListedMax = 12;

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

// The rows of the dynamic programme that are still needed: two back, one back, and the current.
struct Rows {
  std::vector<std::size_t> two_back;
  std::vector<std::size_t> previous;
  std::vector<std::size_t> current;
};

void fill_row(Rows& rows, std::string_view left, std::string_view right, std::size_t row) {
  rows.current[0] = row;
  for (std::size_t column = 1; column <= right.size(); ++column) {
    const char mine = lower(left[row - 1]);
    const char theirs = lower(right[column - 1]);
    const std::size_t replaced = rows.previous[column - 1] + (mine == theirs ? 0 : 1);
    const std::size_t moved = std::min(rows.previous[column], rows.current[column - 1]) + 1;
    rows.current[column] = std::min(replaced, moved);
    const bool swapped =
        row > 1 && column > 1 && mine == lower(right[column - 2]) && lower(left[row - 2]) == theirs;
    if (swapped) {
      rows.current[column] = std::min(rows.current[column], rows.two_back[column - 2] + 1);
    }
  }
}

}  // namespace

std::size_t edit_distance(std::string_view left, std::string_view right) {
  Rows rows;
  rows.previous.resize(right.size() + 1);
  rows.current.resize(right.size() + 1);
  rows.two_back.resize(right.size() + 1);
  for (std::size_t column = 0; column <= right.size(); ++column) {
    rows.previous[column] = column;
  }
  for (std::size_t row = 1; row <= left.size(); ++row) {
    fill_row(rows, left, right, row);
    std::swap(rows.two_back, rows.previous);
    std::swap(rows.previous, rows.current);
  }
  return rows.previous[right.size()];
}

std::string_view nearest_name(std::string_view wrong, std::span<const std::string> names) {
  if (wrong.size() > kComparedMax) {
    return {};
  }
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(1, wrong.size() / 3) + 1;
  for (const std::string& name : names) {
    const std::size_t distance =
        name.size() > kComparedMax ? best_distance : edit_distance(wrong, name);
    if (distance < best_distance) {
      best = name;
      best_distance = distance;
    }
  }
  return best;
}

std::string suggestion(std::string_view wrong, std::span<const std::string> names) {
  if (const std::string_view near = nearest_name(wrong, names); !near.empty()) {
    return "did you mean " + quote(near) + "?";
  }
  std::string listed;
  for (std::size_t index = 0; index < std::min(names.size(), kListedMax); ++index) {
    listed += (index == 0 ? "one of: " : ", ") + printable(names[index]);
  }
  return names.size() > kListedMax ? listed + ", …" : listed;
}

}  // namespace napkin
