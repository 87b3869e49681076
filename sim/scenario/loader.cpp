#include "sim/scenario/loader.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/anchor.h>
#include <yaml-cpp/emitterstyle.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "sim/scenario/files.h"
#include "sim/scenario/printable.h"
#include "sim/scenario/text_checks.h"
#include "sim/scenario/tree_builder.h"

namespace napkin {
namespace {

// A parser's own words, and what a person can do with them.
struct Translation {
  std::string_view parser;
  std::string_view message;
  std::string_view hint;
};

constexpr std::array kTranslations = {
    Translation{"illegal map value",
                "a colon where no key can stand",
                "check the indentation, or quote a value that holds \": \""},
    Translation{"illegal map key", "a key where none can stand", "check the indentation"},
    Translation{
        "illegal block entry", "a list item (-) where none can stand", "check the indentation"},
    Translation{"illegal tab when looking for indentation",
                "a tab in the indentation",
                "indent with spaces"},
    Translation{"end of map not found",
                "this line fits into no map or list around it",
                "check the indentation, and that every key has its colon"},
    Translation{"end of sequence not found",
                "this line fits into no list around it",
                "check the indentation"},
    Translation{"end of map flow not found", "a { is not closed", "close it with }"},
    Translation{"end of sequence flow not found", "a [ is not closed", "close it with ]"},
    Translation{"illegal flow end", "a closing bracket without an opening one", ""},
    Translation{"illegal EOF in scalar", "a quotation mark is not closed", ""},
    Translation{"unknown escape character",
                "an unknown escape in double quotes",
                "use single quotes, or write \\\\ for a backslash"},
    Translation{"illegal document indicator", "a second document starts within a value", ""},
    Translation{"unknown token", "a character that cannot start a value", "quote the value"},
    Translation{
        "referenced anchor", "aliases (*) are not read", "write the value out, or use params:"},
    Translation{"alias", "aliases (*) are not read", "write the value out, or use params:"},
    Translation{"anchor", "anchors (&) are not read", "write the value out, or use params:"},
    Translation{"tag", "tags (!) are not read", "leave the tag out"},
    Translation{"directive", "directives (%) are not read", "leave the line out"},
    Translation{"YAML version", "directives (%) are not read", "leave the line out"},
};

std::uint32_t one_based(int position) {
  return position < 0 ? 1U : static_cast<std::uint32_t>(position) + 1U;
}

// Hands the parser's events to the builder, and refuses what a scenario may not contain.
class Events final : public YAML::EventHandler {
 public:
  // `text` is what the parser sees of the source.
  Events(std::shared_ptr<const Source> source,
         std::string_view text,
         Diagnostics& diagnostics,
         TreeBuilder& builder)
      : source_(std::move(source)), text_(text), diagnostics_(diagnostics), builder_(builder) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    ++documents_;
    if (documents_ > 1) {
      const Mark at = located(mark);
      const bool separated = source_->text.find("\n---") != std::string::npos;
      throw LimitReached{{at,
                          1,
                          separated ? "a second document" : "text after the end of the scenario",
                          separated ? "a scenario is one document: leave out the --- line"
                                    : "check the indentation"},
                         false};
    }
  }

  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    builder_.add_scalar(null_text(mark), located(mark), {});
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    diagnostics_.error(
        located(mark), "aliases (*) are not read", "write the value out, or use params:");
    builder_.add_scalar("alias", located(mark), {});
  }

  void OnScalar(const YAML::Mark& mark,
                const std::string& tag,
                YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    const bool quoted = tag == "!";
    const std::size_t length = value.size() + (quoted ? 2 : 0);
    builder_.add_scalar(value, located(mark), {quoted, false, static_cast<std::uint32_t>(length)});
  }

  void OnSequenceStart(const YAML::Mark& mark,
                       const std::string& tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag == "!" ? "!!" : tag);
    builder_.open(Node::Kind::kList, located(mark), style == YAML::EmitterStyle::Flow);
  }

  void OnSequenceEnd() override { builder_.close(); }

  void OnMapStart(const YAML::Mark& mark,
                  const std::string& tag,
                  YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag == "!" ? "!!" : tag);
    builder_.open(Node::Kind::kMap, located(mark), style == YAML::EmitterStyle::Flow);
  }

  void OnMapEnd() override { builder_.close(); }

 private:
  [[nodiscard]] Mark located(const YAML::Mark& mark) const {
    return {source_, one_based(mark.line), one_based(mark.column)};
  }

  // The parser tells `~` and `null` from other words, but not from nothing at all.
  [[nodiscard]] std::string null_text(const YAML::Mark& mark) const {
    const auto position = static_cast<std::size_t>(std::max(mark.pos, 0));
    const std::string_view rest = text_.substr(std::min(position, text_.size()));
    for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
      if (rest.starts_with(word)) {
        return std::string(word == "~" ? word : "null");
      }
    }
    return {};
  }

  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) {
      diagnostics_.error(
          located(mark), "anchors (&) are not read", "write the value out, or use params:");
    }
  }

  void refuse_tag(const YAML::Mark& mark, std::string_view tag) {
    if (!tag.empty() && tag != "?" && tag != "!") {
      diagnostics_.error(located(mark), "tags (!) are not read", "leave the tag out");
    }
  }

  std::shared_ptr<const Source> source_;
  std::string_view text_;
  Diagnostics& diagnostics_;
  TreeBuilder& builder_;
  int documents_ = 0;
};

bool is_indented_with_tab(std::string_view line) {
  return line.substr(0, line.find_first_not_of(" \t")).find('\t') != std::string_view::npos;
}

void report(const YAML::Exception& error,
            const std::shared_ptr<const Source>& source,
            Diagnostics& diagnostics) {
  const Mark mark{source, one_based(error.mark.line), one_based(error.mark.column)};
  if (is_indented_with_tab(line_of(*source, mark.line))) {
    diagnostics.error(mark, "a tab in the indentation", "indent with spaces");
    return;
  }
  for (const Translation& known : kTranslations) {
    if (error.msg.find(known.parser) == std::string::npos) {
      continue;
    }
    const bool flow = known.parser.find("flow not found") != std::string_view::npos;
    const std::optional<Mark> open = flow ? unclosed_bracket(source) : std::nullopt;
    diagnostics.error(open.value_or(mark), std::string(known.message), std::string(known.hint));
    return;
  }
  diagnostics.error(mark, "this is not YAML: " + error.msg);
}

void report(const LimitReached& reached,
            const std::shared_ptr<const Source>& source,
            Diagnostics& diagnostics) {
  const std::optional<Mark> open = reached.bracket ? unclosed_bracket(source) : std::nullopt;
  if (open) {
    diagnostics.error(*open, "a bracket is not closed");
  } else {
    diagnostics.add(reached.diagnostic);
  }
}

void parse(const std::shared_ptr<const Source>& source,
           Diagnostics& diagnostics,
           TreeBuilder& builder) {
  const std::string text =
      source->text.substr(source->text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
  Events events(source, text, diagnostics, builder);
  std::istringstream input(text);
  try {
    YAML::Parser parser(input);
    if (parser.HandleNextDocument(events)) {
      // What follows the scenario is a mistake; the handler says so.
      parser.HandleNextDocument(events);
    }
  } catch (const LimitReached& reached) {
    report(reached, source, diagnostics);
  } catch (const YAML::Exception& error) {
    report(error, source, diagnostics);
  }
}

}  // namespace

Node load_text(std::shared_ptr<const Source> source,
               Diagnostics& diagnostics,
               const LoadLimits& limits) {
  if (!check_text(source, diagnostics, limits)) {
    return {};
  }
  const std::size_t mistakes_before = diagnostics.count();
  TreeBuilder builder(diagnostics, limits);
  parse(source, diagnostics, builder);
  const bool empty =
      !builder.has_root() || (builder.root().is_null() && builder.root().text().empty());
  if (empty && diagnostics.count() == mistakes_before) {
    diagnostics.error(Mark{source}, "the scenario is empty", "start from napkin init");
    return {};
  }
  return builder.root();
}

namespace {

std::string folder_of(const std::filesystem::path& path) {
  const std::filesystem::path parent = path.parent_path();
  return parent.empty() ? "." : parent.string();
}

}  // namespace

Node load_file(const std::filesystem::path& path,
               Diagnostics& diagnostics,
               Origin origin,
               const LoadLimits& limits) {
  auto source = std::make_shared<Source>(Source{path.string(), {}, origin, folder_of(path)});
  std::error_code unreadable;
  if (std::filesystem::is_directory(path, unreadable)) {
    diagnostics.error(Mark{source}, "this is a folder, not a scenario file");
    return {};
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    const int reason = errno;
    diagnostics.error(Mark{source},
                      "cannot be read: " + std::generic_category().message(reason),
                      reason == ENOENT ? hint_for_missing(path) : "");
    return {};
  }
  // One byte beyond the limit is enough to see that it is passed.
  source->text.resize(limits.file_bytes_max + 1);
  file.read(source->text.data(), static_cast<std::streamsize>(source->text.size()));
  source->text.resize(static_cast<std::size_t>(file.gcount()));
  if (source->text.starts_with(kByteOrderMark)) {
    source->text.erase(0,
                       kByteOrderMark.size());  // so that the columns of the first line are right
  }
  source->text.shrink_to_fit();
  return load_text(std::move(source), diagnostics, limits);
}

}  // namespace napkin
