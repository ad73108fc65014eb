"""The words of the shipped sets, marked here because the catalogue of words does not read data files."""

from __future__ import annotations

from typing import Final

from ambassador_app.i18n import N_

SHIPPED: Final = frozenset(
    {
        N_("BR18"),
        N_(
            "Electricity, district heating and mains gas by the building regulations (BR18, national average with "
            "upstream emissions, to 2040); other fuels and vehicle fuels by combustion, the CO2 of biomass not counted."
        ),
        N_("BR18, bilag 2, tabel 8"),
        N_("Håndbog for Energikonsulenter HB2016, tabel 9.3.1"),
        N_("Håndbog for Energikonsulenter HB2016, tabel 9.3.1, for water cooled by 35 K"),
        N_("Norwegian national inventory report 2021 (74.1 kg/GJ, 35.87 MJ/l)"),
        N_("Norwegian national inventory report 2021"),
        N_("Norwegian national inventory report 2021; the Danish inventory's 73 kg/GJ gives 2.40, to be verified"),
        N_("BR18, vehicle fuels well to wheel"),
        N_("As BR18, but diesel (B7) and petrol (E10) with the emissions of their production and the bio share."),
        N_("Q8 Danmark 2022, approved by Energistyrelsen (B7)"),
        N_("Q8 Danmark 2022, approved by Energistyrelsen (E10)"),
        N_("Companies, without VAT"),
        N_("Variable prices without VAT and net of refunded tax. All are assumptions: ask for the company's own."),
        N_("assumption, to be verified"),
        N_("Worked examples (no real prices)"),
        N_("Fixed values that make the worked examples reproducible. Never a default."),
        N_("example value of the domain handbook"),
        N_("Homes, with VAT"),
        N_(
            "Published average prices with VAT. District heating differs by a factor of ten between towns: ask for "
            "the bill."
        ),
        N_("SparEnergi, September 2023"),
        N_("SparEnergi, September 2023 (2.12 for electric heating above 4,000 kWh)"),
        N_("DANVA 2022 (5,738 kr. / 76.99 m³)"),
        N_("HB2021 bilag 4.7.1.1 (BR18)"),
        N_("Energitjenesten"),
        N_("VEB (Videncenter for Energibesparelser i Bygninger)"),
        N_("own assumption"),
    }
)
