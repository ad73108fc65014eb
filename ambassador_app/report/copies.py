"""A report's content as a copy: it says first of all what it is, and holds neither ink nor a place for a seal."""

from __future__ import annotations

from dataclasses import replace

from ambassador_app.i18n import N_, Translator
from ambassador_app.report.content import (
    Block,
    Callout,
    Fact,
    Facts,
    Paragraph,
    Photos,
    ReportContent,
    Signatures,
    Signer,
    Tone,
)

SIGNED_ELSEWHERE = N_("Signed in the sealed report.")


def mail_copy(content: ReportContent, words: Translator, sha256: str) -> ReportContent:
    """Mark a report as a copy with smaller photos. `sha256` is the sealed file's, by which it can be recognised."""
    text = words.tr(
        N_(
            "The photos in this copy are smaller than in the report, so that it fits into a mail. It has neither the "
            "seal nor the data of the report; what is said below about the seal and the data is about the sealed file. "
            "The municipality has that one. Its checksum (SHA-256): {sha256}"
        ),
        sha256=" ".join(sha256[i : i + 8] for i in range(0, len(sha256), 8)),
    )
    title = words.tr(N_("Copy for e-mail with smaller photos, not sealed"))
    furniture, copied = content.furniture, words.tr(N_("copy"))
    footer = " · ".join(part for part in (words.tr(N_("Copy, not sealed")), furniture.footer) if part)
    return replace(
        content,
        title=f"{content.title} ({copied})",
        furniture=replace(furniture, footer=footer),
        front=(Callout(text, title, Tone.NOTICE), *content.front),
        blocks=tuple(part for block in content.blocks for part in _without_seal(block, words, content.digest)),
    )


def _without_seal(block: Block, words: Translator, digest: str) -> tuple[Block, ...]:
    if not isinstance(block, Signatures):
        return (block,)
    signers = Facts(tuple(Fact(one.name, said_of(one, words)) for one in block.signers))
    papers = (Photos(block.papers),) if block.papers else ()
    return (Paragraph(block.text), signers, *papers, Paragraph(f"{block.digest_label} {digest}", small=True))


def said_of(signer: Signer, words: Translator) -> str:
    """Say of somebody who signed in which role, where and when; or why not."""
    signed = signer.not_signed or words.tr(SIGNED_ELSEWHERE)
    where = ", ".join(part for part in (signer.role, signer.place, signer.when) if part)
    return f"{where}. {signed}" if where else signed
