#include "sim/scenario/value_file.h"

#include "sim/scenario/data_file.h"

namespace napkin {

std::vector<double> read_value_file(const Node& node,
                                    QuantityKind unit,
                                    const ReadContext& context) {
  std::vector<double> values;
  read_data_file(node, context, [&](const DataLine& line) {
    const QuantityResult read = parse_quantity(line.text, unit);
    if (read.quantity) {
      values.push_back(read.quantity->value);
    } else {
      context.diagnostics.add({line.mark, line.text.size(), read.message, read.hint});
    }
    return read.quantity.has_value();
  });
  return values;
}

}  // namespace napkin
