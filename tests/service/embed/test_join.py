"""How the modules of the widget become one script."""

from pathlib import Path

from service.embed.join import join


def write(folder: Path, **files: str) -> Path:
    """The files in `folder`, named with `_` for `.`; the path of the one called main."""
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder / "main.js"


def test_what_is_needed_stands_before_what_needs_it_and_once(tmp_path: Path) -> None:
    """Each module is in the script once, before the modules that import from it."""
    entry = write(
        tmp_path,
        main_js="import { b } from './b.js';\nimport { a } from './a.js';\nb(a);\n",
        b_js="import { a } from './a.js';\nexport function b() { return a; }\n",
        a_js="export const a = 1;\n",
    )

    joined = join(entry)

    assert joined.index("const a") < joined.index("function b") < joined.index("b(a)")
    assert joined.count("const a") == 1
    assert "import" not in joined
    assert "export" not in joined
    assert joined.startswith("(() => {")  # what stands in a function is no other script's business
    assert joined.endswith("})();\n")


def test_a_style_sheet_becomes_a_constructed_one(tmp_path: Path) -> None:
    """An imported style sheet is constructed by the script, so no page needs to allow styles."""
    entry = write(
        tmp_path,
        main_js="import sheet from './look.css' with { type: 'css' };\nuse(sheet);\n",
        look_css='/* For us. */\np::after {\n  content: "a";\n  margin: 0 1px;\n}\n',
    )

    joined = join(entry)

    assert "const sheet = new CSSStyleSheet();" in joined
    assert r'sheet.replaceSync("p::after{content:\"a\";margin:0 1px}")' in joined
