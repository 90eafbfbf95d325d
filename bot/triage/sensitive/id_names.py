"""What ids and passports are called in the languages of our tickets; `_` parts two words."""

from __future__ import annotations

IDS = (
    "national_id identity_card id_card personal_id tax_id identity_number identificación "
    "cédula cedula cuil cuit hkid mykad ktp nik nip dowód dowodu taj cnp egn егн amka afm oib "
    "emšo isikukood asmens_kodas kennitala medicare ird ird_number licence_number "
    "license_number s_license s_licence drivers_license drivers_licence driving_licence "
    "driving_license führerschein führerscheinnummer permis_conduire carnet_conducir ahv avs "
    "oasi insz steuernr identité prawo_jazdy rijbewijs patente_guida s_licenses jmbg jmbgs "
    "embg ембг матичен_број матични_број jedinstveni_matični matični_broj personas_kods "
    "asmens_kodo isikukoodi persoonlijk_nummer személyi_szám személyi_igazolvány adóazonosító "
    "taj_szám číslo_op občianskeho občanského cartão_cidadão cidadão niss tessera_sanitaria "
    "krankenversichertennummer krankenversicherungsnummer kvnr versichertennummer utr "
    "medicare_card ohip health_card nhi bvn nin nid_number nric_no voter_id epic_no cnic "
    "nicop nadra cccd cmnd căn_cước philhealth sss_number iqama هوية القومي ملی nui ruc "
    "nit_personal cnh pis pasep nis eleitor αμκα αφμ αδτ ταυτότητας ипн рнокпп іпн иин жсн "
    "қжсн ת_ז תעודת_זהות זהות teudat_zehut "
    "zehut t_c kimlik kimlik_no 身分證 身份證 身分證字號 健康保険証 "
    "免許証番号 운전면허 บัตรประชาชน เลขบัตรประชาชน јмбг identifikacijski osobni_broj davčna "
    "davčna_številka numéro_fiscal tarjeta_sanitaria kitambulisho huduma huduma_number الهوية "
    "id_no ration_card ic_number ic_no umid dpi удостоверение პირადი vergi vergi_numarası "
    "rijbewijsnummer d_nummer körkort emirates_id"
)
PASSPORTS = (
    "passport passport_no passport_number reisepass reisepassnummer passnummer pasaporte "
    "passeport paspoort passaporto passaporte personalausweis personalausweisnummer "
    "ausweisnummer pass_nr ausweis_nr paszport "
    "pasaport útlevél паспорт 护照 護照 護照號碼 パスポート 여권 "
    "여권번호 דרכון führerschein führerscheinnummer krankenkassennummer identità patente 居留證 "
    "在留カード лична_карта személyi_igazolvány igazolvány kennitala"
)
