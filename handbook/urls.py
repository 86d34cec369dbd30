"""Addresses in the site: each regulation is a page, each provision an anchor on it."""

from __future__ import annotations

from handbook.provision import Provision, Regulation


def path(regulation: Regulation, provision: Provision | None = None) -> str:
    """The path of a provision below the site's root: `wangcheng/gongwu-jiedai/#lvl_4__lvl_3`.

    Without a provision the path of the regulation's page. It begins with no slash, so that it can
    be joined to any base address.
    """
    page = f"{regulation.slug}/"
    return page if provision is None else f"{page}#{provision.id}"
