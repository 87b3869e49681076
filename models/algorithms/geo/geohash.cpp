#include "models/algorithms/geo/geohash.h"

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

namespace {

constexpr std::string_view kLetters = "0123456789bcdefghjkmnpqrstuvwxyz";

/// A cell as its column from the west and row from the south, among 2^bits of each.
struct Cell {
  std::uint64_t column = 0;
  std::uint64_t row = 0;
};

/// Longitude comes first, so it has the odd bit of an odd number.
std::uint64_t longitude_bits(std::size_t letters) {
  return (5 * letters + 1) / 2;
}

std::uint64_t latitude_bits(std::size_t letters) {
  return 5 * letters / 2;
}

/// In which of 2^bits equal parts of [low, high] a value lies. An edge belongs to the upper part.
std::uint64_t part_of(double value, double low, double high, std::uint64_t bits) {
  std::uint64_t part = 0;
  for (std::uint64_t i = 0; i < bits; ++i) {
    const double middle = (low + high) / 2;
    const bool is_upper = value >= middle;
    part = part * 2 + (is_upper ? 1 : 0);
    (is_upper ? low : high) = middle;
  }
  return part;
}

Cell cell_of(GeoPoint point, std::size_t letters) {
  return {part_of(point.longitude, -180, 180, longitude_bits(letters)),
          part_of(point.latitude, -90, 90, latitude_bits(letters))};
}

std::string text_of(Cell cell, std::size_t letters) {
  std::uint64_t column_bit = longitude_bits(letters);
  std::uint64_t row_bit = latitude_bits(letters);
  std::string text;
  for (std::size_t letter = 0; letter < letters; ++letter) {
    std::size_t value = 0;
    for (std::size_t bit = 0; bit < 5; ++bit) {
      const bool is_column = (letter * 5 + bit) % 2 == 0;
      value = value * 2 + (is_column ? cell.column >> --column_bit & 1 : cell.row >> --row_bit & 1);
    }
    text.push_back(kLetters[value]);
  }
  return text;
}

std::optional<Cell> parse(std::string_view hash) {
  if (hash.empty() || hash.size() > kGeohashLettersMax) {
    return std::nullopt;
  }
  Cell cell;
  bool is_column = true;
  for (const char letter : hash) {
    const bool is_upper_case = letter >= 'A' && letter <= 'Z';
    const char lower = is_upper_case ? static_cast<char>(letter - 'A' + 'a') : letter;
    const std::size_t value = kLetters.find(lower);
    if (value == std::string_view::npos) {
      return std::nullopt;
    }
    for (int bit = 4; bit >= 0; --bit, is_column = !is_column) {
      std::uint64_t& part = is_column ? cell.column : cell.row;
      part = part * 2 + (value >> bit & 1);
    }
  }
  return cell;
}

bool is_on_globe(double latitude, double longitude) {
  return latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180;
}

void require_letters(std::size_t letters) {
  require(letters >= 1 && letters <= kGeohashLettersMax, "geohash: letters must be from 1 to 12");
}

}  // namespace

std::string geohash_encode(GeoPoint point, std::size_t letters) {
  require_letters(letters);
  require(is_on_globe(point.latitude, point.longitude),
          "geohash: latitude must be from -90 to 90, longitude from -180 to 180");
  return text_of(cell_of(point, letters), letters);
}

std::optional<GeoBox> geohash_decode(std::string_view hash) {
  const auto cell = parse(hash);
  if (!cell) {
    return std::nullopt;
  }
  // Powers of two: the bounds are as exact as a double can be.
  const double height = 180.0 / static_cast<double>(1ULL << latitude_bits(hash.size()));
  const double width = 360.0 / static_cast<double>(1ULL << longitude_bits(hash.size()));
  return GeoBox{.south = -90 + height * static_cast<double>(cell->row),
                .north = -90 + height * static_cast<double>(cell->row + 1),
                .west = -180 + width * static_cast<double>(cell->column),
                .east = -180 + width * static_cast<double>(cell->column + 1)};
}

std::array<std::string, 8> geohash_neighbors(std::string_view hash) {
  const auto cell = parse(hash);
  require(cell.has_value(), "geohash: not a geohash");
  constexpr std::array<std::array<int, 2>, 8> kSteps{
      {{0, 1}, {1, 1}, {1, 0}, {1, -1}, {0, -1}, {-1, -1}, {-1, 0}, {-1, 1}}};
  const std::uint64_t columns = 1ULL << longitude_bits(hash.size());
  const std::uint64_t rows = 1ULL << latitude_bits(hash.size());
  std::array<std::string, 8> neighbors;
  for (std::size_t i = 0; i < kSteps.size(); ++i) {
    const std::uint64_t column =
        (cell->column + columns + static_cast<std::uint64_t>(kSteps[i][0])) % columns;
    const std::uint64_t row = cell->row + static_cast<std::uint64_t>(kSteps[i][1]);
    if (row < rows) {  // a row south of the first has wrapped to a huge number
      neighbors[i] = text_of({column, row}, hash.size());
    }
  }
  return neighbors;
}

std::vector<std::string> geohash_cover(const GeoBox& box,
                                       std::size_t letters,
                                       std::size_t cells_max) {
  require_letters(letters);
  require(is_on_globe(box.south, box.west) && is_on_globe(box.north, box.east) &&
              box.south <= box.north && box.west <= box.east,
          "geohash: the box must be on the globe, south <= north and west <= east");
  const Cell first = cell_of({box.south, box.west}, letters);
  const Cell last = cell_of({box.north, box.east}, letters);
  const std::uint64_t columns = last.column - first.column + 1;
  const std::uint64_t rows = last.row - first.row + 1;
  require(columns <= cells_max && rows <= cells_max && columns * rows <= cells_max,
          "geohash: the box needs more cells than cells_max; use fewer letters");
  std::vector<std::string> cells;
  for (std::uint64_t row = first.row; row <= last.row; ++row) {
    for (std::uint64_t column = first.column; column <= last.column; ++column) {
      cells.push_back(text_of({column, row}, letters));
    }
  }
  return cells;
}

}  // namespace napkin::algorithms
