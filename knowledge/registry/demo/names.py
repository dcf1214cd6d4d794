"""Names of people, by where families come from. Names that questions use for one person are kept out of the pools."""

from random import Random

GIVEN: dict[str, tuple[str, ...]] = {
    "german": tuple(
        "Annika Björn Carsten Doreen Elke Friederike Götz Heike Imke Jürgen Katharina Lukas Mareike Nils Ole "
        "Petra Ruth Sönke Tanja Ulrike Volker Wiebke Kai Jörg Hannelore Malte Silke Thorben Uwe Frauke".split()
    ),
    "turkish": tuple(
        "Ayşe Barış Cem Defne Emre Gül Hakan İpek Kerem Leyla Murat Nazlı Onur Pınar Selin Tolga Uğur Zeynep".split()
    ),
    "polish": tuple(
        "Agnieszka Bartosz Celina Dominik Ewelina Grzegorz Halina Jacek Kinga Łukasz Małgorzata Paweł Sławomir "
        "Urszula Wojciech Zofia Żaneta Mirosław Bożena Krzysztof".split()
    ),
    "spanish": tuple(
        "Alejandra Beltrán Cruz Esteban Fátima Guadalupe Héctor Íñigo Joaquín Lucía Mónica Noé Óscar Pilar Rocío "
        "Santiago Ximena Yolanda".split()
    ),
    "arabic": tuple("Amal Bilal Dounia Farid Hanane Idris Khadija Malik Nadia Omar Rachid Salma Yacine Zaynab".split()),
    "vietnamese": tuple("Bảo Châu Dũng Giang Hạnh Khoa Linh Ngọc Phúc Quân Thảo Tuấn Yến".split()),
    "english": tuple(
        "Abigail Benedict Charlotte Dorothy Edmund Fiona Graham Harriet Ivor Jemima Keith Lorna Malcolm Nell Oliver "
        "Philippa Rowan Stuart Tessa Vernon Winifred Gareth Bethan Callum Elspeth Hugh Marjorie Neil Rosalind Trevor".split()
    ),
    "irish": tuple("Aoife Brendan Ciarán Deirdre Eoin Gráinne Niamh Oisín Róisín Séamus Sinéad Tadhg".split()),
    "nigerian": tuple(
        "Adaeze Babatunde Chidi Damilola Ebele Folake Ikenna Jumoke Kelechi Ngozi Olumide Temitope Uche Yewande".split()
    ),
    "chinese": tuple("Bo Chen-Li Fang Guowei Hui Jia Lanying Ning Qiang Rui Shu Wenjing Xiu Yifan Zhi".split()),
    "dutch": tuple(
        "Anouk Bas Coen Diederik Esmée Femke Gijs Hanneke Ilse Joost Koen Lotte Maaike Niek Ruben Sjoerd Tijn Wouter".split()
    ),
    "portuguese": tuple(
        "Afonso Beatriz Catarina Duarte Estêvão Filipa Gonçalo Helena Inácio João Leonor Matilde Nuno Olívia Rodrigo "
        "Sofia Tiago Vasco Conceição Hélder".split()
    ),
    "indian": tuple(
        "Aditya Bhavana Chetan Deepa Esha Farhan Gauri Harish Ishaan Jyoti Kavya Lakshmi Manoj Nandini Omkar Pallavi "
        "Rohit Sneha Tanvi Uday Vaishali Yash Sanjay Meera Arjun Shruti".split()
    ),
    "french": tuple(
        "Adélaïde Baptiste Céline Damien Éloïse François Geneviève Hélène Jérôme Léa Maëlle Noémie Océane Pascal "
        "Rémi Solène Théo Zoé".split()
    ),
}

FAMILY: dict[str, tuple[str, ...]] = {
    "german": tuple(
        "Ahlers Brückner Claußen Dietrich Eggers Fröhlich Großmann Hartwig Ihlenfeld Jürgens Köster Lüders Möller "
        "Niehaus Oltmanns Petersen Quast Rüdiger Schäfer Thießen Ulrich Vogt Wölk Ziegler Behrens Harms".split()
    ),
    "turkish": tuple("Aydın Çelik Demir Erdoğdu Güneş Kılıç Öztürk Şahin Tekin Ünal Yıldız Koç".split()),
    "polish": tuple(
        "Adamczyk Borkowska Czarnecki Dąbrowska Gołębiewska Jabłoński Kaczmarek Lewandowska Mróz Pietrzak Sikora "
        "Wójcik Zając Żukowska Michalak Szczepański".split()
    ),
    "spanish": tuple(
        "Aguirre Benítez Castaño Domínguez Echeverría Fuentes Ibáñez Lozano Márquez Núñez Peña Quintero Saldívar Zúñiga".split()
    ),
    "arabic": tuple("Amrani Benali Cherkaoui Daoudi Haddad Khelifi Mansouri Nasri Saïdi Toumi Zerouali".split()),
    "vietnamese": tuple("Bùi Đặng Hoàng Lê Nguyễn Phạm Trần Võ Vũ Đỗ".split()),
    "english": tuple(
        "Ashworth Birtwhistle Cartwright Dunmore Entwistle Fairclough Greenhalgh Hargreaves Illingworth Jessop "
        "Kirkbride Longbottom Mallory Northcott Ormerod Pickering Ramsbottom Satterthwaite Threlfall Wainwright "
        "Llewellyn Pritchard Abernathy Delacroix Hathaway Whitlock".split()
    ),
    "irish": tuple("Breathnach Callaghan Doyle Fitzgerald Geraghty Kinsella McGrath O'Leary Quinlan Tierney".split()),
    "nigerian": tuple("Adeyemi Balogun Chukwu Eze Ibekwe Lawal Nwosu Ogunleye Okonkwo Salami Uzoma Abiola".split()),
    "chinese": tuple("Chang Deng Fong Guo Huang Kwan Liang Luo Sheng Tang Wei Xu Zheng".split()),
    "dutch": tuple(
        (
        "van den Berg,de Boer,Dijkstra,van Eck,Hoekstra,ter Horst,Jansma,Kuipers,van der Linden,Mulder,Postma,"
        "Reijnders,Schouten,Terpstra,Visser,Zijlstra"
    ).split(",")),
    "portuguese": tuple(
        "Abrantes Barreto Conceição Domingues Esteves Fonseca Gouveia Henriques Loureiro Magalhães Nogueira Pacheco "
        "Queirós Saraiva Teixeira Valença".split()
    ),
    "indian": tuple(
        "Agarwal Bhattacharya Chaudhari Deshpande Ghorpade Iyer Joshi Kulkarni Lele Mukherjee Nair Patwardhan Rao "
        "Shinde Thakur Venkatesan Wagh Pillai Bose Gokhale".split()
    ),
    "french": tuple(
        "Aubert Besançon Chevallier Dufrêne Étienne Fournier Guérin Hébert Joubert Lefèvre Marchand Noël Perrault "
        "Quéré Rousselet Tessier Vasseur".split()
    ),
}


class Names:
    """Full names, each given once."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._given: set[str] = set()

    def reserve(self, name: str) -> None:
        self._given.add(name)

    def new(self, families: tuple[str, ...]) -> tuple[str, str]:
        """A given name and a family name that nobody has yet; large companies get a second family name."""
        culture = self._random.choice(families)
        for attempt in range(200):
            given = self._random.choice(GIVEN[culture])
            family = self._random.choice(FAMILY[culture])
            if attempt >= 25:
                family = f"{family}-{self._random.choice(FAMILY[culture])}"
            name = f"{given} {family}"
            if name not in self._given:
                self._given.add(name)
                return given, family
        raise RuntimeError(f"the {culture} names are used up")
